-- What the list's filters offer, without reading a million leads: one step through an index for each value.
select
    (
        with recursive step (value) as (
            select min(source) from leads
            union all
            select (select min(l.source) from leads l where l.source > step.value) from step where step.value is not null
        )
        select coalesce(json_agg(value order by value), '[]')
        from (select value from step where value is not null limit %s) as found
    ) as sources,
    (
        with recursive step (value) as (
            select min(category) from lead_products
            union all
            select (select min(p.category) from lead_products p where p.category > step.value)
            from step where step.value is not null
        )
        select coalesce(json_agg(value order by value), '[]')
        from (select value from step where value is not null limit %s) as found
    ) as categories,
    (
        select coalesce(json_agg(json_build_array(identifier, coalesce(nullif(name, ''), username)) order by name), '[]')
        from users where is_staff and is_active
    ) as owners,
    (
        select coalesce(json_agg(coalesce(nullif(u.name, ''), u.username) order by u.name), '[]')
        from absences a join users u on u.identifier = a.user_id
        where a.cover_id = %s and a.begins_at <= %s and a.ends_at > %s
    ) as covered
