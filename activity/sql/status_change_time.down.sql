create or replace function log_insert() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    -- Statements of their own: the right to call read_time is asked for only where it is called.
    new.due_at := null;
    if new.type = 'follow_up' then
        new.due_at := read_time(new.metadata ->> 'scheduled_for');
    elsif new.type = 'booking' then
        new.due_at := read_time(new.metadata ->> 'starts_at');
    elsif new.type = 'status_change' and pg_trigger_depth() > 1 then
        -- Two changes in one transaction keep their order; history that is imported keeps its times.
        new.created_at := clock_timestamp();
    end if;
    return new;
end $$;
