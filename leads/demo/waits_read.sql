-- What the clocks of these leads follow from; in their order, so that they lie in the table as they came.
select id, created_at, first_response_at, source, owner_id,
       array(select category from lead_products p where p.lead_id = l.id order by category),
       (select metadata ->> 'priority' from lead_activity a where a.lead_id = l.id and a.type = 'ai_result')
from leads l
where folio = any (%s)
order by created_at
