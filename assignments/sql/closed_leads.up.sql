-- A lead that is converted or lost has nothing more to answer. Whoever closes it, by whatever path: its active
-- assignment is completed without a time, which says that nobody answered, and is in no figure of answers.
-- Reopened, it is owed again, unless the customer was answered meanwhile.
-- Keys go through arrays, not joins: a function keeps the plan of its first call, and the one that suits ten
-- thousand leads reads whole tables for a single one.
-- With the owner's rights: a colleague of the Data API may not touch what is completed.
create function close_assignments() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
    ended constant uuid[] := array(
        select id from assignments
        where status = 'active'
          and lead_id = any (array(select id from after_it where status in ('converted', 'lost')))
    );
    owed constant uuid[] := array(
        select newest.id
        from (
            select id from before_it where status in ('converted', 'lost')
            intersect
            select id from after_it where status not in ('converted', 'lost')
        ) as reopened
        cross join lateral (
            select a.* from assignments a
            where a.lead_id = reopened.id and a.status <> 'reassigned'
            order by a.assigned_at desc, a.id desc limit 1
        ) as newest
        where newest.status = 'completed' and newest.completed_at is null
          and (
              (select l.first_response_at from leads l where l.id = newest.lead_id) >= newest.assigned_at
          ) is not true
    );
begin
    -- An update of no row calls every trigger too, this one again among them.
    if ended <> '{}' then
        update assignments set status = 'completed' where id = any (ended);
    end if;
    if owed <> '{}' then
        update assignments set status = 'active' where id = any (owed);
    end if;
    return null;
end $$;
comment on function close_assignments() is 'What a closed lead owes ends; reopened, it is owed again';
revoke execute on function close_assignments() from public;

create trigger trigger_leads_close_assignments after update on leads
    referencing old table as before_it new table as after_it
    for each statement execute function close_assignments();

-- A closed lead that is given to somebody is theirs; an answer is owed from the day it is reopened.
create function complete_of_closed() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
    ended constant uuid[] := array(
        select id from changed c
        where status = 'active'
          and (select l.status from leads l where l.id = c.lead_id) in ('converted', 'lost')
    );
begin
    if ended <> '{}' then
        update assignments set status = 'completed' where id = any (ended);
    end if;
    return null;
end $$;
comment on function complete_of_closed() is 'Completes what is assigned while its lead is closed';
revoke execute on function complete_of_closed() from public;

-- By name they come after follow_owner, which locks the leads: one that is closed at this moment is seen.
create trigger trigger_assignments_settle_insert after insert on assignments
    referencing new table as changed for each statement execute function complete_of_closed();
create trigger trigger_assignments_settle_update after update on assignments
    referencing new table as changed for each statement execute function complete_of_closed();

-- Ten thousand leads that are closed at once come by here too: what it did, by arrays.
create or replace function follow_owner() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
    -- Two who assign at once read one after the other: the update below sees what the first has committed.
    perform from leads where id = any (array(select lead_id from changed)) order by id for no key update;
    update leads l
    set owner_id = o.owner_id
    from (
        select lead_id, (
            select a.owner_id from assignments a
            where a.lead_id = these.lead_id and a.status <> 'reassigned'
            order by a.assigned_at desc, a.id desc limit 1
        ) as owner_id
        from unnest(array(select distinct lead_id from changed)) as these (lead_id)
    ) o
    where l.id = o.lead_id and l.owner_id is distinct from o.owner_id;
    return null;
end $$;

update assignments a set status = 'completed'
from leads l
where l.id = a.lead_id and l.status in ('converted', 'lost') and a.status = 'active';
update assignments set sla_met = null, response_time_minutes = null
where completed_at is null and (sla_met is not null or response_time_minutes is not null);
