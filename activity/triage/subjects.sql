-- What triage reads of these leads, and whether the rules have judged them already.
select l.id, l.status = 'new' as is_new,
       exists (
           select from lead_activity a
           where a.lead_id = l.id and a.type = 'ai_result' and a.metadata ->> 'model' = 'rules'
       ) as judged,
       coalesce(l.message, ''), coalesce(l.role, ''), coalesce(l.company, '') <> '',
       array(select distinct p.category::text from lead_products p where p.lead_id = l.id order by 1),
       asked.quote_total, coalesce(asked.currency, ''), coalesce(asked.language, '')
from leads l
left join lateral (
    select s.quote_total, s.currency, s.submitted ->> 'language' as language
    from submissions s
    where s.lead_id = l.id and s.suspect is null
    order by s.received_at desc, s.id desc
    limit 1
) asked on true
where l.id = any (%s)
