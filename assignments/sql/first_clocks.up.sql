-- Whoever stores a new lead, by whatever path: its customer waits for a first answer from the moment they asked.
-- Which calendar and which promise hold, the worker says when it finds the lead an owner; until then the clock
-- has no deadline. For a lead that comes in with an owner the sweep says it.
create function begin_first_clocks(asked uuid[]) returns void
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    insert into lead_clocks (lead_id, clock, started_at, route_at, next_step_at)
    select id, 'first_response', created_at, case when owner_id is null then now() end,
           case when owner_id is not null then now() end
    from leads
    where id = any (asked) and status = 'new' and first_response_at is null
    on conflict (lead_id) where clock = 'first_response' do nothing;
    if found then
        -- Only wakes: a lost one costs seconds.
        perform pg_notify('leads_to_route', '');
    end if;
end $$;
comment on function begin_first_clocks(uuid[]) is 'Lets the clocks of new, unanswered leads run and wakes the router';
revoke execute on function begin_first_clocks(uuid[]) from public;

-- With the owner's rights: whoever may leave a lead, anonymous visitors of the Data API included, may not touch
-- its clock.
create function clock_new_leads() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
    perform begin_first_clocks(array(select id from stored where status = 'new' and first_response_at is null));
    return null;
end $$;
comment on function clock_new_leads() is 'Gives the leads of one statement their clocks';
revoke execute on function clock_new_leads() from public;

create trigger trigger_leads_first_clock after insert on leads
    referencing new table as stored for each statement execute function clock_new_leads();

-- A suspect is not clocked until somebody clears it, or until a genuine enquiry of the same person brings it to
-- life. What was answered or missed meanwhile stays a fact.
create function clock_suspects() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
    if exists (select from submissions where lead_id = new.lead_id and suspect is null) then
        perform begin_first_clocks(array[new.lead_id]);
    else
        delete from lead_clocks where lead_id = new.lead_id and answered_at is null and missed_at is null;
    end if;
    return null;
end $$;
comment on function clock_suspects() is 'Takes the clock from a suspect and gives it back to who is genuine';
revoke execute on function clock_suspects() from public;

-- Not of each submission: nearly all are the first and genuine.
create trigger trigger_submissions_clock_insert after insert on submissions
    for each row when (new.suspect is not null or new.kind = 'repeat') execute function clock_suspects();
create trigger trigger_submissions_clock_update after update of suspect on submissions
    for each row when (new.suspect is distinct from old.suspect) execute function clock_suspects();

-- Leads of before: whoever still waits for a first answer. Nobody's are given an owner by the router, which works
-- their deadlines out too; those of the others are worked out by the sweep.
insert into lead_clocks (lead_id, clock, started_at, route_at, next_step_at)
select id, 'first_response', created_at, case when owner_id is null then now() end,
       case when owner_id is not null then now() end
from leads
where status in ('new', 'contacted', 'nurturing', 'qualified') and first_response_at is null
  and id not in (select lead_id from suspect_leads)
on conflict (lead_id) where clock = 'first_response' do nothing;
