-- Columns of equal length, one row each: by key, whatever the planner thinks of their number.
update lead_clocks c
set deadline = s.deadline, paused = s.paused, answered_at = s.answered_at, stopped_at = s.stopped_at,
    missed_at = s.missed_at, next_step_at = s.next_step_at, fingerprint = s.fingerprint,
    policy_version_id = s.policy_version, calendar_version_id = s.calendar_version
from unnest(
    %s::uuid[], %s::timestamptz[], %s::boolean[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[],
    %s::timestamptz[], %s::text[], %s::uuid[], %s::uuid[]
) as s (
    id, deadline, paused, answered_at, stopped_at, missed_at, next_step_at, fingerprint, policy_version,
    calendar_version
)
where c.id = s.id
