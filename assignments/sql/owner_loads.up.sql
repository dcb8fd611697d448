-- How many open leads each owner has, without counting them: every statement that changes leads appends what it
-- changed, and the sum over an owner is the load. Rows are only added, so that two colleagues who move leads of
-- one owner never wait for each other. With the owner's rights: whoever may move leads, the Data API included,
-- may not touch the loads.
create function load_owners_of_new() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
    -- Nearly all new leads are nobody's.
    if exists (select from added where owner_id is not null) then
        insert into owner_loads (owner_id, open_leads)
        select owner_id, count(*) from added
        where owner_id is not null and status in ('new', 'contacted', 'nurturing', 'qualified')
        group by owner_id;
    end if;
    return null;
end $$;
comment on function load_owners_of_new() is 'Adds new leads to the loads of their owners';
revoke execute on function load_owners_of_new() from public;

create function load_owners_of_changed() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
    insert into owner_loads (owner_id, open_leads)
    select owner_id, sum(change) from (
        select owner_id, 1 as change from came
        where owner_id is not null and status in ('new', 'contacted', 'nurturing', 'qualified')
        union all
        select owner_id, -1 from went
        where owner_id is not null and status in ('new', 'contacted', 'nurturing', 'qualified')
    ) changes
    group by owner_id having sum(change) <> 0;
    return null;
end $$;
comment on function load_owners_of_changed() is 'Moves changed leads between the loads of their owners';
revoke execute on function load_owners_of_changed() from public;

create function load_owners_of_gone() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
    insert into owner_loads (owner_id, open_leads)
    select owner_id, -count(*) from went
    where owner_id is not null and status in ('new', 'contacted', 'nurturing', 'qualified')
    group by owner_id;
    return null;
end $$;
comment on function load_owners_of_gone() is 'Takes erased leads from the loads of their owners';
revoke execute on function load_owners_of_gone() from public;

create trigger trigger_leads_loads_insert after insert on leads
    referencing new table as added for each statement execute function load_owners_of_new();
create trigger trigger_leads_loads_update after update on leads
    referencing old table as went new table as came for each statement execute function load_owners_of_changed();
create trigger trigger_leads_loads_delete after delete on leads
    referencing old table as went for each statement execute function load_owners_of_gone();

-- Fewer rows with the same sums. Rows that somebody else is folding are left to them; whoever reads meanwhile
-- sees all of the old rows or all of the new ones.
create function fold_owner_loads() returns bigint
language sql
set search_path = pg_catalog, public, pg_temp
as $$
    with crowded as (
        select owner_id from owner_loads group by owner_id having count(*) > 1 or sum(open_leads) = 0
    ), gone as (
        delete from owner_loads where id in (
            select id from owner_loads where owner_id in (select owner_id from crowded) order by id
            for update skip locked
        )
        returning owner_id, open_leads
    ), folded as (
        insert into owner_loads (owner_id, open_leads)
        select owner_id, sum(open_leads) from gone group by owner_id having sum(open_leads) <> 0
    )
    select count(*) from gone;
$$;
comment on function fold_owner_loads() is 'Adds the changes of each owner up into one row; how many it took';
revoke execute on function fold_owner_loads() from public;

-- The loads beside what the leads say, in one statement and so of one moment.
create view owner_load_differences with (security_invoker = true) as
select owner_id, coalesce(counted.open_leads, 0)::integer as counted, coalesce(kept.open_leads, 0)::integer as kept
from (
    select owner_id, count(*) as open_leads from leads
    where owner_id is not null and status in ('new', 'contacted', 'nurturing', 'qualified')
    group by owner_id
) counted
full join (select owner_id, sum(open_leads) as open_leads from owner_loads group by owner_id) kept using (owner_id)
where coalesce(counted.open_leads, 0) <> coalesce(kept.open_leads, 0);
comment on view owner_load_differences is 'Owners whose kept load is not the number of their open leads';

insert into owner_loads (owner_id, open_leads)
select owner_id, count(*) from leads
where owner_id is not null and status in ('new', 'contacted', 'nurturing', 'qualified')
group by owner_id;
