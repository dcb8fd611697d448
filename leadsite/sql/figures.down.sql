-- The functions as reading.up.sql made them.
create or replace function get_lead_full(lead_uuid uuid) returns json
language sql stable
set search_path = pg_catalog, public, pg_temp
as $$
    select json_build_object(
        'lead', to_json(l),
        'products', coalesce(
            (select json_agg(p order by p.created_at, p.id) from lead_products p where p.lead_id = l.id), '[]'
        ),
        'current_assignment', (
            select to_json(a) from assignments a
            where a.lead_id = l.id and a.status = 'active'
        ),
        'ai_analysis', (
            select a.metadata from lead_activity a
            where a.lead_id = l.id and a.type = 'ai_result'
            order by a.created_at desc, a.id desc limit 1
        ),
        'activities', coalesce(
            (
                select json_agg(a order by a.created_at desc, a.id desc) from lead_activity a
                where a.lead_id = l.id
            ), '[]'
        ),
        'pending_follow_ups', coalesce(
            (
                select json_agg(a order by a.due_at nulls last, a.id) from lead_activity a
                where a.lead_id = l.id and a.type = 'follow_up' and a.status = 'pending'
            ), '[]'
        ),
        'pending_approvals', coalesce(
            (
                select json_agg(a order by a.created_at desc, a.id desc) from lead_activity a
                where a.lead_id = l.id and a.type = 'approval' and a.status = 'pending'
            ), '[]'
        )
    )
    from leads l
    where l.id = lead_uuid
$$;

create or replace function get_dashboard_stats() returns json
language sql stable
set search_path = pg_catalog, public, pg_temp
as $$
    with suspect as materialized (
        select l.id, l.created_at, l.status from suspect_leads s join leads l on l.id = s.lead_id
    ),
    recent as (
        select count(*) - (select count(*) from suspect where created_at > now() - interval '30 days') as leads,
               count(*) filter (where status = 'converted') - (
                   select count(*) from suspect
                   where status = 'converted' and created_at > now() - interval '30 days'
               ) as converted
        from leads where created_at > now() - interval '30 days'
    )
    select json_build_object(
        'total_leads', (select count(*) from leads) - (select count(*) from suspect),
        'new_leads_today',
            (select count(*) from leads where created_at >= shop_today())
            - (select count(*) from suspect where created_at >= shop_today()),
        'pending_follow_ups', (
            select count(*) from lead_activity a
            where a.type = 'follow_up' and a.status = 'pending' and a.due_at <= now() + interval '1 hour'
              and a.lead_id not in (select id from suspect)
        ),
        'pending_approvals', (
            select count(*) from lead_activity a
            where a.type = 'approval' and a.status = 'pending' and a.lead_id not in (select id from suspect)
        ),
        'sla_violations', (
            select count(*) from assignments a
            where a.status = 'active' and a.sla_deadline < now() and a.lead_id not in (select id from suspect)
        ),
        'avg_response_time_minutes', (
            select round(avg(a.response_time_minutes)) from assignments a
            where a.completed_at > now() - interval '30 days' and a.lead_id not in (select id from suspect)
        ),
        'conversion_rate', (select round(100.0 * converted / nullif(leads, 0), 2) from recent)
    )
$$;
