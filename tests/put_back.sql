-- Made by the owner when the migrations have run, in the suite's databases and nowhere else.

create schema suite;
grant usage on schema suite to leadsite_web;

-- Ours and Django's tables, and the columns that can be written.
create view suite.tables as
select
    c.oid::regclass as "table",
    c.relname as name,
    (
        select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
        from pg_catalog.pg_attribute as a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    ) as columns
from pg_catalog.pg_class as c
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r';

-- What the migrations have written: a table suite.x for each table x that is not empty.
do $$
declare
    item record;
    filled boolean;
begin
    for item in select * from suite.tables loop
        execute format('select exists (select from %s)', item."table") into filled;
        if filled then
            execute format('create table suite.%I as select %s from %s', item.name, item.columns, item."table");
        end if;
    end loop;
end $$;

-- Every table is again as the migrations left it. Waits for whoever still writes, as TRUNCATE would, which
-- makes new files for every table and index and takes ten times as long.
create function suite.put_back() returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp as $$
declare
    changed regclass[];
    kept regclass[];
    item record;
    differs boolean;
    refill boolean := false;
begin
    execute (select 'lock table ' || string_agg("table"::text, ', ') || ' in exclusive mode' from suite.tables);
    for item in select t.*, to_regclass(format('suite.%I', t.name)) as copy from suite.tables as t loop
        if item.copy is null then
            execute format('select exists (select from %s)', item."table") into differs;
            changed := case when differs then changed || item."table" else changed end;
        else
            kept := kept || item."table";
            -- As texts: a column of type json cannot be compared.
            execute format(
                'select exists ((select t::text from (select %1$s from %2$s) as t except all select k::text from %3$s as k)'
                ' union all (select k::text from %3$s as k except all select t::text from (select %1$s from %2$s) as t))',
                item.columns, item."table", item.copy
            ) into differs;
            refill := refill or differs;
        end if;
    end loop;
    if refill then
        changed := changed || kept;
    end if;
    if changed is null then
        return;
    end if;

    -- The log is never emptied, versions never change, ...: not by us, for a moment.
    for item in select unnest(changed) as "table" loop
        execute format('alter table %s disable trigger user', item."table");
    end loop;
    -- In one statement, so that no order of the foreign keys matters.
    execute (
        select 'with ' || string_agg(format('d%s as (delete from %s)', number, "table"), ', ') || ' select'
        from unnest(changed) with ordinality as t ("table", number)
    );
    if refill then
        for item in select * from suite.tables where "table" = any (kept) loop
            execute format(
                'insert into %s (%s) overriding system value select %2$s from suite.%I',
                item."table", item.columns, item.name
            );
        end loop;
    end if;
    set constraints all immediate;
    for item in select unnest(changed) as "table" loop
        execute format('alter table %s enable trigger user', item."table");
    end loop;
end $$;
revoke execute on function suite.put_back() from public;
grant execute on function suite.put_back() to leadsite_web;
