-- Whoever changes a status, by whatever path: the time of conversion follows.
create function follow_conversion() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    if new.status <> 'converted' then
        new.conversion_date := null;
    elsif new.conversion_date is not distinct from old.conversion_date then
        new.conversion_date := clock_timestamp();
    end if;
    return new;
end $$;
comment on function follow_conversion() is 'Keeps conversion_date with the status';
revoke execute on function follow_conversion() from public;

create trigger trigger_leads_conversion before update of status on leads
    for each row when (old.status is distinct from new.status) execute function follow_conversion();
