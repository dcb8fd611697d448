-- How customers of one batch waited. The rows that the trigger made for new leads are taken over.
insert into lead_clocks (lead_id, clock, started_at, deadline, answered_at, missed_at, fingerprint,
                         policy_version_id, calendar_version_id)
select lead_id, 'first_response', started_at, deadline, answered_at, missed_at, fingerprint, policy, calendar
from unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::text[],
            %s::uuid[], %s::uuid[])
     as waits (lead_id, started_at, deadline, answered_at, missed_at, fingerprint, policy, calendar)
on conflict (lead_id) where clock = 'first_response' do update
set deadline = excluded.deadline, fingerprint = excluded.fingerprint, policy_version_id = excluded.policy_version_id,
    calendar_version_id = excluded.calendar_version_id, next_step_at = null, route_at = null
