-- Completed without a time: nothing was promised, so nothing is owed.
update assignments a
set sla_deadline = coalesce(s.deadline, a.sla_deadline), completed_at = s.answered_at,
    status = case when s.answered_at is not null or s.deadline is null then 'completed' else a.status end,
    next_step_at = s.next_step_at, fingerprint = s.fingerprint,
    policy_version_id = s.policy_version, calendar_version_id = s.calendar_version
from unnest(
    %s::uuid[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::text[], %s::uuid[], %s::uuid[]
) as s (id, deadline, answered_at, next_step_at, fingerprint, policy_version, calendar_version)
where a.id = s.id
