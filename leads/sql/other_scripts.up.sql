-- Names in Devanagari, with accents, … : see leads/scripts.py, which makes the same two strings for the search.
-- Only leads that have such a letter are in this index, so that nobody else pays for it. More letters would be
-- too many for PostgreSQL 15, whose catalogue keeps an index's expression within a page of 8 kB.
do $$
declare
    home text;
    letters text;
    stand_ins text;
begin
    select string_agg(chr(code), '' order by code), string_agg(chr(97 + code % 26), '' order by code)
    into letters, stand_ins
    from (values (x'00AA'::int, x'017F'::int), (x'0370'::int, x'052F'::int), (x'0600'::int, x'06FF'::int),
                 (x'0900'::int, x'0D7F'::int)) as script (first, last),
         lateral generate_series(first, last) as code;
    select quote_ident(nspname) into home
    from pg_extension e join pg_namespace n on n.oid = e.extnamespace where extname = 'pg_trgm';
    execute format(
        'create index idx_leads_search_other_scripts on leads '
        'using gin (translate(search_text, %L, %L) %s.gin_trgm_ops) with (fastupdate = on) '
        'where octet_length(search_text) > length(search_text)',
        letters, stand_ins, home
    );
end $$;
comment on index idx_leads_search_other_scripts is 'Search by three letters that are not ASCII';
