create or replace function clocks_follow_status() returns trigger
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
