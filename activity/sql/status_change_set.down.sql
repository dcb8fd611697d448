drop trigger trigger_leads_status_change on leads;

create or replace function log_status_change() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
    why text := nullif(current_setting('leadsite.reason', true), '');
begin
    insert into lead_activity (lead_id, type, message, actor_type, actor_id, metadata)
    select new.id, 'status_change', format('Status changed from %s to %s', old.status, new.status),
           actor.actor_type, actor.actor_id,
           jsonb_strip_nulls(jsonb_build_object('from', old.status, 'to', new.status, 'reason', why))
    from current_actor() as actor;
    return null;
end $$;

create trigger trigger_leads_status_change after update on leads
    for each row when (old.status is distinct from new.status) execute function log_status_change();

drop trigger trigger_leads_id on leads;
drop function keep_lead_id();
