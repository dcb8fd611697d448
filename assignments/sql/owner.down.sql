drop trigger trigger_assignments_owner_delete on assignments;
drop trigger trigger_assignments_owner_moved on assignments;
drop trigger trigger_assignments_owner_update on assignments;
drop trigger trigger_assignments_owner_insert on assignments;
drop function follow_owner();
