-- A change of status is logged once a statement: ten thousand leads that move together are one insert into
-- the log, not ten thousand. Old and new rows are paired by their key, so a lead's key never changes: it is
-- also the id of its first submission.
create function keep_lead_id() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    raise exception using errcode = 'restrict_violation', message = 'The id of a lead never changes';
end $$;
comment on function keep_lead_id() is 'Refuses to change the id of a lead';
revoke execute on function keep_lead_id() from public;

create trigger trigger_leads_id before update of id on leads
    for each row when (old.id is distinct from new.id) execute function keep_lead_id();

drop trigger trigger_leads_status_change on leads;

create or replace function log_status_change() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
    why text := nullif(current_setting('leadsite.reason', true), '');
    actor record := current_actor();
begin
    insert into lead_activity (lead_id, type, message, actor_type, actor_id, metadata)
    select n.id, 'status_change', format('Status changed from %s to %s', o.status, n.status),
           actor.actor_type, actor.actor_id,
           jsonb_strip_nulls(jsonb_build_object('from', o.status, 'to', n.status, 'reason', why))
    from before_it o join after_it n on n.id = o.id
    where n.status is distinct from o.status;
    return null;
end $$;

create trigger trigger_leads_status_change after update on leads
    referencing old table as before_it new table as after_it
    for each statement execute function log_status_change();
