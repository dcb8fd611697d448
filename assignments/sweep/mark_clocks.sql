-- Which share of the target is done, and when the next one is due; a miss is kept beside it.
update lead_clocks c
set share_done = s.share, next_step_at = s.next_at, failures = 0,
    missed_at = coalesce(c.missed_at, case when s.missed then c.deadline end)
from unnest(%s::uuid[], %s::smallint[], %s::timestamptz[], %s::boolean[]) as s (id, share, next_at, missed)
where c.id = s.id
