drop view owner_load_differences;
drop function fold_owner_loads();
drop trigger trigger_leads_loads_delete on leads;
drop trigger trigger_leads_loads_update on leads;
drop trigger trigger_leads_loads_insert on leads;
drop function load_owners_of_gone();
drop function load_owners_of_changed();
drop function load_owners_of_new();
delete from owner_loads;
