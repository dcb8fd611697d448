drop trigger trigger_assignments_settle_update on assignments;
drop trigger trigger_assignments_settle_insert on assignments;
drop trigger trigger_leads_close_assignments on leads;
drop function complete_of_closed();
drop function close_assignments();

create or replace function follow_owner() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
    -- Two who assign at once read one after the other: the update below sees what the first has committed.
    perform from leads where id in (select lead_id from changed) order by id for no key update;
    update leads l
    set owner_id = o.owner_id
    from (
        select c.lead_id, (
            select a.owner_id from assignments a
            where a.lead_id = c.lead_id and a.status <> 'reassigned'
            order by a.assigned_at desc, a.id desc limit 1
        ) as owner_id
        from (select distinct lead_id from changed) c
    ) o
    where l.id = o.lead_id and l.owner_id is distinct from o.owner_id;
    return null;
end $$;
