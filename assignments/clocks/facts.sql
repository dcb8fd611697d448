-- What the clocks of these leads follow from, in the order in which it happened: a row for each entry of the log
-- that tells something, one without for a lead whose log tells nothing.
with asked as materialized (
    select id, created_at, source, owner_id,
           array(select category from lead_products p where p.lead_id = l.id order by category) as categories
    from leads l
    where id = any (%s)
)
select l.id, l.created_at, l.source, l.owner_id, l.categories,
       a.type, a.status, a.actor_type, a.actor_id, a.metadata::text, a.created_at, a.updated_at
from asked l
left join lead_activity a on a.lead_id = l.id and (
    a.type in ('call', 'email', 'sms', 'whatsapp', 'waiting', 'ai_result', 'ai_review')
    or (a.type = 'follow_up' and a.status = 'completed' and a.metadata ->> 'action' = 'meeting')
    or (a.type = 'status_change'
        and (a.metadata ->> 'from' in ('converted', 'lost') or a.metadata ->> 'to' in ('converted', 'lost')))
)
order by l.id, a.created_at, a.id
