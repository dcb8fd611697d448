drop trigger trigger_lead_activity_claim on lead_activity;
drop function log_claim();
alter table offline_actions drop constraint fk_offline_actions_lead;
