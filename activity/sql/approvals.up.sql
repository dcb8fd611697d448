-- Nobody approves what they asked for themselves, by whatever path.
create function approval_decided() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
    decider record := current_actor();
begin
    if old.actor_id is not null and decider.actor_id is not distinct from old.actor_id then
        raise exception using errcode = 'check_violation',
            message = 'An approval is never decided by the one who asked for it';
    end if;
    return new;
end $$;
comment on function approval_decided() is 'Refuses that an approval is decided by the one who asked';
revoke execute on function approval_decided() from public;

create trigger trigger_lead_activity_approval before update on lead_activity
    for each row when (old.type = 'approval' and old.status is distinct from new.status)
    execute function approval_decided();
