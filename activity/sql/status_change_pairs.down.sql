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
