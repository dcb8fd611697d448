-- Old and new rows are paired by sorting them together, never by a join: a function keeps the plan of its first
-- call, and the one that suits a single lead compares each of ten thousand with every other.
create or replace function log_status_change() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
    why text := nullif(current_setting('leadsite.reason', true), '');
    actor record := current_actor();
begin
    insert into lead_activity (lead_id, type, message, actor_type, actor_id, metadata)
    select id, 'status_change', format('Status changed from %s to %s', before, after),
           actor.actor_type, actor.actor_id,
           jsonb_strip_nulls(jsonb_build_object('from', before, 'to', after, 'reason', why))
    from (
        select id, max(before) as before, max(after) as after
        from (
            select id, status as before, null as after from before_it
            union all
            select id, null, status from after_it
        ) as versions
        group by id
    ) as leads
    where after is distinct from before;
    return null;
end $$;
