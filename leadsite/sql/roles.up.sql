-- The roles that policies and grants speak of. Roles belong to the whole server, so another database's
-- migration may make the same one at the same moment: that is caught. They are never dropped.
do $$
declare
    wanted text;
    missing text[];
begin
    perform pg_advisory_xact_lock(hashtext('leadsite roles'));
    select array_agg(name) into missing
    from unnest(array['leadsite_web', 'anon', 'authenticated']) name
    where not exists (select from pg_roles where rolname = name);

    foreach wanted in array coalesce(missing, '{}') loop
        begin
            execute format('create role %I nologin', wanted);
        exception
            when duplicate_object or unique_violation then null;
            when insufficient_privilege then
                raise exception using errcode = 'insufficient_privilege', message = format(
                    'The migration may not create roles; let an administrator run: %s',
                    (select string_agg(format('create role %I nologin;', name), ' ') from unnest(missing) name)
                );
        end;
    end loop;
end $$;

-- Some hosts hand every new table to the roles behind their public API; between its creation and the
-- end of a migration it would be open. Not given back on the way down: that would open tables of others.
alter default privileges in schema public revoke all on tables from anon, authenticated;
alter default privileges in schema public revoke all on sequences from anon, authenticated;
alter default privileges in schema public revoke all on functions from anon, authenticated;
