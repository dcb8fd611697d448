-- What happens to a lead moves its clocks, whoever writes it down. What needs no reckoning is done here: a wait
-- ends with the customer's message, a round begins with it, closing a lead stops its clock and reopening lets
-- it run again. What needs calendars and promises (deadlines, verdicts) is only marked here, with an empty
-- fingerprint: the application settles it in the same transaction, the sweep settles what came by another way.
-- Keys go through arrays, not joins: a function keeps the plan of its first call, and the one that suits ten
-- thousand leads reads whole tables for a single one.
create function unsettle_clocks(touched uuid[]) returns void
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    -- Leads first, as everywhere: two who write about one lead wait for each other, none is stuck.
    perform from leads where id = any (touched) order by id for no key update;
    update lead_clocks set fingerprint = '', next_step_at = now()
    where lead_id = any (touched) and answered_at is null and stopped_at is null;
    -- A deadline that another program gave with its assignment stays as it was given.
    update assignments set fingerprint = '', next_step_at = now()
    where lead_id = any (touched) and status = 'active' and policy_version_id is not null;
end $$;
comment on function unsettle_clocks(uuid[]) is 'Has the deadlines of these leads worked out anew';
revoke execute on function unsettle_clocks(uuid[]) from public;

-- Whether it came from the customer and is no answer at the same time: in a call that a colleague logs both speak.
create function wrote_in(kind text, actor text, facts jsonb) returns boolean
language sql immutable
set search_path = pg_catalog, public, pg_temp
as $$
    select kind in ('call', 'email', 'sms', 'whatsapp') and facts ->> 'direction' = 'in'
        and not facts @> '{"automatic": true}' and not (kind = 'call' and actor = 'user')
$$;
comment on function wrote_in(text, text, jsonb) is 'Whether an activity is a message of the customer';
revoke execute on function wrote_in(text, text, jsonb) from public;

-- The customer wrote: nobody waits for them any more, and who was answered before waits for the next answer.
create function hear_customers(heard uuid[], heard_at timestamptz[]) returns void
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    update lead_activity
    set status = 'completed', metadata = coalesce(metadata, '{}') || '{"outcome": "The customer got in touch"}'
    where id = any (array(
        select w.id from unnest(heard, heard_at) as message (lead_id, at)
        join lead_activity w on w.lead_id = message.lead_id and w.created_at <= message.at
        where w.type = 'waiting' and w.status = 'pending'
    ));

    -- Of a closed lead it stands still until the lead is reopened.
    insert into lead_clocks (lead_id, clock, started_at, stopped_at, next_step_at)
    select l.id, 'next_response', message.at, case when l.status in ('converted', 'lost') then now() end, now()
    from (
        select lead_id, min(at) as at from unnest(heard, heard_at) as all_of_them (lead_id, at) group by lead_id
    ) as message
    join leads l on l.id = message.lead_id
    where (l.first_response_at is not null or l.status <> 'new')
      and not exists (
          select from lead_clocks c
          where c.lead_id = l.id and (c.answered_at is null or c.answered_at > message.at)
      )
    on conflict (lead_id) where answered_at is null and stopped_at is null do nothing;
end $$;
comment on function hear_customers(uuid[], timestamptz[]) is 'Ends waits and begins rounds with messages of customers';
revoke execute on function hear_customers(uuid[], timestamptz[]) from public;

-- With the owner's rights: whoever may write to the log may not touch clocks.
create function clocks_follow_log() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
    heard uuid[];
    heard_at timestamptz[];
    touched constant uuid[] := array(
        select distinct lead_id from logged
        where type in ('waiting', 'ai_result', 'ai_review', 'call', 'email', 'sms', 'whatsapp')
           or (type = 'follow_up' and status = 'completed')
    );
begin
    if touched = '{}' then
        return null;
    end if;
    if tg_op = 'INSERT' then
        select array_agg(lead_id), array_agg(created_at) into heard, heard_at
        from logged where wrote_in(type, actor_type, metadata);
    end if;
    if heard is not null then
        perform hear_customers(heard, heard_at);
    end if;
    perform unsettle_clocks(touched);
    return null;
end $$;
comment on function clocks_follow_log() is 'Keeps clocks with what is logged';
revoke execute on function clocks_follow_log() from public;

create trigger trigger_lead_activity_clocks_insert after insert on lead_activity
    referencing new table as logged for each statement execute function clocks_follow_log();
create trigger trigger_lead_activity_clocks_update after update on lead_activity
    referencing new table as logged for each statement execute function clocks_follow_log();

-- A clock that stood still runs on: the newest of each lead, unless another runs.
create function resume_clocks(reopened uuid[]) returns void
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    update lead_clocks set stopped_at = null, fingerprint = '', next_step_at = now(),
        route_at = case
            when clock = 'first_response' and (select owner_id from leads where id = lead_clocks.lead_id) is null
            then now()
        end
    where stopped_at is not null and id = any (array(
        select (
            select c.id from lead_clocks c where c.lead_id = lead.id order by c.started_at desc, c.id desc limit 1
        )
        from unnest(reopened) as lead (id)
    ));
    if found then
        perform pg_notify('leads_to_route', '');
    end if;
end $$;
comment on function resume_clocks(uuid[]) is 'Lets the clocks of reopened leads run on';
revoke execute on function resume_clocks(uuid[]) from public;

create function clocks_follow_status() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
    reopened constant uuid[] := array(
        select id from before_it where status in ('converted', 'lost')
        intersect
        select id from after_it where status not in ('converted', 'lost')
    );
begin
    -- A deadline that had passed was missed, whether or not somebody has looked since.
    update lead_clocks
    set stopped_at = now(), next_step_at = null, route_at = null, paused = false,
        missed_at = coalesce(missed_at, case when deadline < now() and fingerprint <> '' then deadline end)
    where answered_at is null and stopped_at is null
      and lead_id = any (array(select id from after_it where status in ('converted', 'lost')));
    if reopened <> '{}' then
        perform resume_clocks(reopened);
    end if;
    return null;
end $$;
comment on function clocks_follow_status() is 'Stops the clocks of closed leads and lets those of reopened ones run on';
revoke execute on function clocks_follow_status() from public;

-- By name it comes after the triggers that log the change and that close and reopen assignments.
create trigger trigger_leads_then_clocks after update on leads
    referencing old table as before_it new table as after_it
    for each statement execute function clocks_follow_status();
