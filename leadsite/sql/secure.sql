-- Run after every migration, by the owner of the tables. Everything that the current role owns in schema
-- public: row security on, one policy for the web role, data changes for the web role, nothing for others.
do $$
declare
    item record;
    api_roles constant text := 'public, anon, authenticated';
begin
    perform pg_advisory_xact_lock(hashtext('leadsite secure'));

    for item in
        select c.oid::regclass as name, c.relkind, c.relrowsecurity as secured,
               exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'leadsite_web') as has_policy
        from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
          and pg_get_userbyid(c.relowner) = current_user
          and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    loop
        if item.relkind in ('r', 'p') and not item.secured then
            execute format('alter table %s enable row level security', item.name);
        end if;
        if item.relkind in ('r', 'p') and not item.has_policy then
            execute format(
                'create policy leadsite_web on %s to leadsite_web using (true) with check (true)', item.name
            );
        end if;
        execute format('revoke all on %s from %s', item.name, api_roles);
        execute format('grant select, insert, update, delete on %s to leadsite_web', item.name);
    end loop;

    for item in
        select c.oid::regclass as name from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'S'
          and pg_get_userbyid(c.relowner) = current_user
          and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    loop
        execute format('revoke all on sequence %s from %s', item.name, api_roles);
        execute format('grant usage, select on sequence %s to leadsite_web', item.name);
    end loop;

    for item in
        select p.oid::regprocedure as name from pg_proc p
        where p.pronamespace = 'public'::regnamespace and pg_get_userbyid(p.proowner) = current_user
          and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    loop
        execute format('revoke all on routine %s from %s', item.name, api_roles);
        execute format('grant execute on routine %s to leadsite_web', item.name);
    end loop;

    -- Functions of libraries find their tables by whatever path the caller has set: ours is fixed.
    for item in
        select p.oid::regprocedure as name from pg_proc p
        where p.pronamespace = 'public'::regnamespace and pg_get_userbyid(p.proowner) = current_user
          and p.proconfig is null and p.proname like 'procrastinate\_%'
    loop
        execute format('alter routine %s set search_path = pg_catalog, public, pg_temp', item.name);
    end loop;

    -- What no careful client sets for itself still has a bound. Only an administrator of the role may say so;
    -- where the migrating role is none, docs/deploy.md gives the statements. Already said: left alone.
    if not exists (
        select from pg_roles where rolname = 'leadsite_web' and array_to_string(rolconfig, ',') like '%statement_timeout%'
    ) then
        begin
            alter role leadsite_web set statement_timeout = '30s';
            alter role leadsite_web set lock_timeout = '5s';
            alter role leadsite_web set idle_in_transaction_session_timeout = '60s';
        exception
            -- The second and third: another database of this server says the same at this moment.
            when insufficient_privilege or internal_error or unique_violation then null;
        end;
    end if;
end $$;
