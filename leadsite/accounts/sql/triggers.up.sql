-- Activities and assignments name a user by identifier for ever.
create function keep_identifier() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    raise exception using errcode = 'restrict_violation', message = 'A user''s identifier never changes';
end $$;
comment on function keep_identifier() is 'Refuses a change of users.identifier';
revoke execute on function keep_identifier() from public;

create trigger trigger_users_keep_identifier before update on users
    for each row when (old.identifier is distinct from new.identifier) execute function keep_identifier();
