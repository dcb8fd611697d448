drop trigger trigger_check_sla on assignments;
drop function check_sla_met();
alter table assignments drop constraint fk_assignments_lead;
