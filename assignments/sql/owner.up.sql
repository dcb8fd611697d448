-- Whose a lead is: the newest assignment that was not handed on. Lists filter by it among a million leads, so
-- it is kept in the lead, by this function alone and whoever assigns. With the owner's rights: a colleague of
-- the Data API may assign and may not write to leads.owner_id.
create function follow_owner() returns trigger
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
comment on function follow_owner() is 'Keeps leads.owner_id with the assignments';
revoke execute on function follow_owner() from public;

-- Once a statement, so that a million made-up assignments are no million updates.
create trigger trigger_assignments_owner_insert after insert on assignments
    referencing new table as changed for each statement execute function follow_owner();
create trigger trigger_assignments_owner_update after update on assignments
    referencing new table as changed for each statement execute function follow_owner();
-- The lead that an assignment was moved away from.
create trigger trigger_assignments_owner_moved after update on assignments
    referencing old table as changed for each statement execute function follow_owner();
create trigger trigger_assignments_owner_delete after delete on assignments
    referencing old table as changed for each statement execute function follow_owner();

update leads l
set owner_id = a.owner_id
from (
    select distinct on (lead_id) lead_id, owner_id from assignments
    where status <> 'reassigned' order by lead_id, assigned_at desc, id desc
) a
where a.lead_id = l.id and l.owner_id is distinct from a.owner_id;
