-- One batch of made-up leads with all that belongs to them, in one statement (leads/demo/generation.py);
-- how long their customers waited is reckoned in waits.py.
-- Times rise with the number of the lead and keys rise with the times, so that every index grows at its end.
-- What varies is drawn from a hash of the folio.
with quotes as materialized (
    select ordinality - 1 as kind, quote
    from unnest(%(quotes)s::jsonb[]) with ordinality as quotes (quote, ordinality)
), given as (
    select folio, number, %(start)s::timestamptz + number * %(pause)s::interval as at, chance
    from unnest(%(folios)s::text[]) with ordinality as folios (folio, ordinality),
         lateral (select ordinality - 1 + %(first)s::bigint as number,
                         ('x' || substr(md5(folio), 1, 7))::bit(28)::int as chance) as drawn
), asked as materialized (
    select overlay(gen_random_uuid()::text placing key.start from 1 for 15)::uuid as id,
           folio, number, at, chance,
           (array['Priya', 'Arjun', 'Sunita', 'Vikram', 'Fatima', 'Rohan', 'Ananya', 'Imran', 'Kavita', 'Deepak',
                  'Neelam', 'George', 'Meena', 'Harpreet', 'Sanjay', 'Aisha', 'Lakshmi', 'Ravi', 'Pooja', 'Zubin'])
               [1 + chance %% 20] as first_name,
           (array['Sharma', 'Mehta', 'Rao', 'Singh', 'Khan', 'Desai', 'Iyer', 'Shaikh', 'Verma', 'Nair', 'Gupta',
                  'Fernandes', 'Kaur', 'Patil', 'Menon', 'Shah', 'Tiwari'])[1 + chance / 20 %% 17] as last_name,
           (array['Mumbai', 'Pune', 'Delhi', 'Bengaluru', 'Chennai', 'Hyderabad', 'Jaipur', 'Kochi'])
               [1 + chance / 340 %% 8] as city,
           (array['Home Owner', 'Home Owner', 'Architect', 'Builder', 'Contractor', 'Other'])
               [1 + chance / 2720 %% 6] as role,
           case when at > %(now)s - interval '2 days' then 'new'
                else (array['contacted', 'nurturing', 'qualified', 'converted', 'lost'])[1 + chance / 400 %% 5]
           end as status,
           least(at + (5 + chance %% 90) * interval '1 minute', %(now)s) as answered_at,
           (array['website_form', 'website_form', 'website_form', 'website_form', 'website_form', 'website_form',
                  'website_form', 'referral', 'campaign', 'api'])[1 + chance / 2000 %% 10] as source,
           case when not waits then (%(owner_ids)s::text[])[owner] end as owner_id,
           case when not waits then (%(owner_names)s::text[])[owner] end as owner_name,
           quote || jsonb_build_object('folio', folio, 'computed_at', at, 'valid_until', at + interval '15 days')
               as quote
    from given join quotes on kind = chance %% cardinality(%(quotes)s::jsonb[]),
         lateral (select 1 + chance %% cardinality(%(owner_ids)s::text[]),
                         -- Of the new leads one in 200 is nobody's.
                         at > %(now)s - interval '2 days' and chance / 20000 %% 200 = 0) as drawn (owner, waits),
     lateral (select lpad(to_hex((date_part('epoch', at) * 1000)::bigint), 12, '0')) as hex (written),
     -- The first 15 characters of a version 7 UUID of that moment.
     lateral (select substr(hex.written, 1, 8) || '-' || substr(hex.written, 9, 4) || '-7') as key (start)
    order by number  -- so that they lie in the tables as they came
), new_leads as (
    insert into leads (id, created_at, folio, visitor_id, name, email, phone, role, location, message, source, status,
                       first_response_at, last_contact_at, conversion_date, quote_data, owner_id)
    select id, at, folio, id, first_name || ' ' || last_name,
           lower(first_name || '.' || last_name) || '.' || number || '@' || %(tag)s || '.example.com',
           '+9100' || lpad(number::text, 8, '0'),  -- no number begins so
           role, city,
           case chance %% 3 when 0 then 'Please call in the evening.' when 1 then 'Can I see samples?' end,
           source, status,
           case when status <> 'new' then answered_at end,
           case when status <> 'new' then least(answered_at + interval '2 days', %(now)s) end,
           case when status = 'converted' then least(answered_at + interval '9 days', %(now)s) end,
           quote, owner_id
    from asked
), new_submissions as (
    insert into submissions (id, folio, payload_hash, lead_id, received_at, submitted, quote, quote_total, currency)
    select id, folio, md5(folio) || md5(id::text), id, at,
           jsonb_build_object('name', first_name || ' ' || last_name, 'location', city),
           quote, (quote ->> 'total')::numeric, quote ->> 'currency'
    from asked
), new_products as (
    insert into lead_products (lead_id, created_at, category, product, quantity)
    select id, at, line ->> 'category', line ->> 'product',
           (line ->> 'quantity') || ' ' || replace(line ->> 'unit', '_', ' ')
    from asked, jsonb_array_elements(quote -> 'lines') as line
), new_assignments as (
    insert into assignments (lead_id, assigned_at, owner_id, owner_name, sla_deadline, status, completed_at)
    select id, at + interval '1 minute', owner_id, owner_name, at + interval '61 minutes',
           case when status = 'new' then 'active' else 'completed' end,
           case when status <> 'new' then answered_at end
    from asked where owner_id is not null
)
-- New leads have been looked at only; the others went the whole way.
insert into lead_activity (id, lead_id, created_at, type, status, message, actor_type, actor_id, metadata)
select (key.start || substr(asked.id::text, 16, 20) || to_hex(step))::uuid, asked.id, happened.at,
       event.type, event.status, event.message, event.actor,
       case event.actor when 'user' then owner_id when 'ai' then 'rules-1' end, event.facts
from asked,
     lateral (values
         (0, asked.at, 'quote', 'completed', 'Quote ' || folio || ' sent to WhatsApp', 'system',
          jsonb_build_object('folio', folio, 'submission_id', id)),
         (1, asked.at + interval '2 seconds', 'ai_result', 'completed', 'Looks like a home: call soon', 'ai',
          jsonb_build_object('intent', 'buy', 'lead_type', 'home', 'priority',
                             (array['low', 'medium', 'high'])[1 + chance %% 3], 'suggested_action', 'Call soon',
                             'model', 'rules-1', 'prompt_version', '1', 'input_hash', md5(folio),
                             'latency_ms', chance %% 40)),
         (2, asked.at + interval '1 minute', 'assignment', 'completed', 'Assigned to ' || owner_name, 'system',
          jsonb_build_object('assigned_by', 'system', 'owner_id', owner_id, 'owner_name', owner_name,
                             'sla_deadline', asked.at + interval '61 minutes', 'reason', 'fewest open leads')),
         (3, answered_at, 'call', 'completed', 'Called and talked through the basket', 'user',
          jsonb_build_object('direction', 'out', 'outcome', 'reached', 'duration_s', 30 + chance %% 600)),
         (4, answered_at, 'status_change', 'completed', 'Status changed from new to contacted', 'user',
          '{"from": "new", "to": "contacted"}'),
         (5, answered_at + interval '1 day', 'email', 'delivered', 'Sent care instructions', 'user',
          '{"direction": "out", "automatic": false, "channel": "smtp", "retry_count": 0}'),
         (6, answered_at + interval '2 days', 'whatsapp', 'read', 'Sent pictures of samples', 'user',
          jsonb_build_object('direction', 'out', 'automatic', false, 'provider', 'wa', 'retry_count', 0,
                             'provider_id', 'wamid.' || folio || %(tag)s)),
         (7, answered_at + interval '3 days', 'follow_up',
          case when number %% 50 = 0 then 'pending' else 'completed' end, 'Has the customer decided?', 'user',
          jsonb_build_object('action', 'call', 'scheduled_for', asked.at + interval '7 days')),
         (8, answered_at + interval '4 days', 'approval',
          case when number %% 200 = 0 then 'pending' else 'approved' end, 'Asks for 5 %% off', 'user',
          '{"approval_type": "discount", "requires_manager": true}'),
         (9, answered_at + interval '9 days', case when asked.status = 'contacted' then 'note' else 'status_change' end,
          'completed', 'Now ' || asked.status, 'user',
          case when asked.status <> 'contacted' then jsonb_build_object('from', 'contacted', 'to', asked.status) end)
     ) as told (step, at, type, status, message, actor, facts),
     lateral (select asked.status <> 'new' or step < 2 or (step = 2 and owner_id is not null)) as happens (known),
     lateral (select told.type, told.status, told.message, told.actor, told.facts
              where known
              union all
              select 'note', 'completed', 'Looked at the basket', 'user', null
              where not known) as event (type, status, message, actor, facts),
     lateral (select least(told.at, %(now)s)) as happened (at),
     lateral (select lpad(to_hex((date_part('epoch', happened.at) * 1000)::bigint), 12, '0')) as hex (written),
     -- The first 15 characters of a version 7 UUID of that moment.
     lateral (select substr(hex.written, 1, 8) || '-' || substr(hex.written, 9, 4) || '-7') as key (start)
