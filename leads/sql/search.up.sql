-- Searching any part of a name, an e-mail address, a company, a phone or a folio.
--
-- The extension lives in a schema of its own, which is also where Supabase keeps its extensions: its functions
-- are open to everybody, and nothing in schema public is. Where an administrator has put it elsewhere, there.
do $$
declare
    home text;
begin
    perform pg_advisory_xact_lock(hashtext('leadsite extensions'));
    if not exists (select from pg_extension where extname = 'pg_trgm') then
        begin
            create schema if not exists extensions;
            create extension pg_trgm schema extensions;
        exception when insufficient_privilege then
            raise exception using errcode = 'insufficient_privilege', message =
                'The migration may not create the extension pg_trgm; let an administrator run: '
                'create schema if not exists extensions; create extension pg_trgm schema extensions;';
        end;
    end if;
    select quote_ident(nspname) into home
    from pg_extension e join pg_namespace n on n.oid = e.extnamespace where extname = 'pg_trgm';
    -- Search by any three characters or more; fastupdate spares the intake most of its cost.
    execute format(
        'create index idx_leads_search_text on leads using gin (search_text %s.gin_trgm_ops) with (fastupdate = on)',
        home
    );
end $$;
comment on index idx_leads_search_text is 'Search by any three characters or more';
