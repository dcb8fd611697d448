-- Bringing submissions in, each exactly once, however often and from wherever it is sent.
--
-- Nothing here waits for anybody: what is locked elsewhere is answered `busy` and comes again later. So one
-- locked lead holds up no other, and no two drainers ever deadlock.

-- Until the end of the transaction, or not now. Null asks for nothing.
create function hold_for_intake(what text, name text) returns boolean
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    return name is null or pg_try_advisory_xact_lock(hashtextextended('leadsite ' || what || ' ' || name, 0));
end $$;
comment on function hold_for_intake(text, text) is 'An advisory lock of the intake, if it is free';
revoke execute on function hold_for_intake(text, text) from public;

-- The lead that an enquiry repeats: the person's newest of that UTC day, known by e-mail or else by phone.
create function find_lead_to_repeat(person_email text, person_phone text, asked_at timestamptz) returns uuid
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
    found_id uuid;
    asked_on constant date := (timezone('UTC', asked_at))::date;
begin
    -- At most one: leads_email_created_key.
    select id into found_id from leads
    where lower(email) = lower(person_email) and (timezone('UTC', created_at))::date = asked_on;
    if found_id is not null then
        return found_id;
    end if;
    select id into found_id from leads
    where phone = person_phone and (timezone('UTC', created_at))::date = asked_on
    order by created_at desc limit 1;
    return found_id;
end $$;
comment on function find_lead_to_repeat(text, text, timestamptz) is 'The lead that a second enquiry belongs to';
revoke execute on function find_lead_to_repeat(text, text, timestamptz) from public;

create function insert_submitted_lead(record jsonb) returns uuid
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
    new_id uuid;
    facts constant jsonb := record -> 'lead';
begin
    insert into leads (
        id, created_at, folio, visitor_id, name, email, phone, company, role, location, message, source, quote_data
    )
    values (
        (record ->> 'id')::uuid, (record ->> 'submitted_at')::timestamptz, record ->> 'folio',
        (record ->> 'visitor_id')::uuid, facts ->> 'name', facts ->> 'email', facts ->> 'phone',
        facts ->> 'company', facts ->> 'role', facts ->> 'location', facts ->> 'message',
        coalesce(facts ->> 'source', 'website_form'), nullif(record -> 'quote', 'null')
    )
    on conflict (lower(email), ((timezone('UTC', created_at))::date)) do nothing
    returning id into new_id;
    return new_id;
end $$;
comment on function insert_submitted_lead(jsonb) is 'A first enquiry''s lead; null if the person has one by now';
revoke execute on function insert_submitted_lead(jsonb) from public;

-- The lead that this record, which the transaction alone holds, belongs to: an earlier one or a new one.
-- Null if it is locked elsewhere, or if somebody makes the person a lead at this very moment.
create function lead_for_submission(record jsonb, out lead_id uuid, out kind text)
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
    facts constant jsonb := record -> 'lead';
begin
    lead_id := find_lead_to_repeat(facts ->> 'email', facts ->> 'phone', (record ->> 'submitted_at')::timestamptz);
    if lead_id is null then
        kind := 'first';
        lead_id := insert_submitted_lead(record);
        return;
    end if;
    kind := 'repeat';
    perform from leads where id = lead_for_submission.lead_id for key share skip locked;
    if not found then
        lead_id := null;
    end if;
end $$;
comment on function lead_for_submission(jsonb) is 'The lead of one record, and whether the record is its first';
revoke execute on function lead_for_submission(jsonb) from public;

-- The claim on the submissions' ids. It comes last and decides: without a row of its own nothing else may stay.
create function claim_submissions(stored jsonb[]) returns void
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
    claimed bigint;
begin
    insert into submissions (
        id, folio, token, payload_hash, lead_id, kind, received_at, suspect, utm, submitted, quote, quote_total, currency
    )
    select (one ->> 'id')::uuid, one ->> 'folio', coalesce(one ->> 'token', ''), coalesce(one ->> 'payload_hash', ''),
           (one ->> 'lead_id')::uuid, one ->> 'kind', (one ->> 'submitted_at')::timestamptz, one ->> 'suspect',
           coalesce(one -> 'utm', '{}'), coalesce(one -> 'submitted', '{}'), nullif(one -> 'quote', 'null'),
           (one ->> 'quote_total')::numeric, coalesce(one ->> 'currency', '')
    from unnest(stored) one
    on conflict (id) do nothing;
    get diagnostics claimed = row_count;
    if claimed <> cardinality(stored) then
        raise exception using errcode = 'serialization_failure',
            message = 'Somebody who did not hold it for the intake stored a submission meanwhile';
    end if;
end $$;
comment on function claim_submissions(jsonb[]) is 'Inserts the submissions themselves, all of them or none';
revoke execute on function claim_submissions(jsonb[]) from public;

-- Products of first enquiries, and what the log says of all. Together, as opening the indexes is half the work.
create function describe_submissions(stored jsonb[]) returns void
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    insert into lead_products (lead_id, created_at, category, product, quantity, notes)
    select (one ->> 'lead_id')::uuid, (one ->> 'submitted_at')::timestamptz, line ->> 'category', line ->> 'product',
           nullif(line ->> 'quantity', ''), nullif(line ->> 'notes', '')
    from unnest(stored) one cross join jsonb_array_elements(one -> 'products') line
    where one ->> 'kind' = 'first';

    insert into lead_activity (lead_id, created_at, type, message, metadata)
    select (one ->> 'lead_id')::uuid, (one ->> 'submitted_at')::timestamptz, 'quote',
           format('Quote %s: %s', one ->> 'folio',
                  coalesce((one ->> 'currency') || ' ' || (one ->> 'quote_total'), 'price follows')),
           jsonb_build_object('folio', one ->> 'folio', 'submission_id', one ->> 'id')
    from unnest(stored) one;

    -- The customer waits for somebody: due at once.
    insert into lead_activity (lead_id, created_at, type, status, message, metadata)
    select (one ->> 'lead_id')::uuid, (one ->> 'submitted_at')::timestamptz, 'follow_up', 'pending',
           format('Asked again, quote %s', one ->> 'folio'),
           jsonb_build_object('action', 'call', 'reason', 'asked again', 'scheduled_for', one ->> 'submitted_at')
    from unnest(stored) one
    where one ->> 'kind' = 'repeat' and one ->> 'suspect' is null;
end $$;
comment on function describe_submissions(jsonb[]) is 'Products, log entries and follow-ups of what is stored';
revoke execute on function describe_submissions(jsonb[]) from public;

create function store_submissions(records jsonb)
returns table (id uuid, outcome text, lead_id uuid, kind text)
language plpgsql
set search_path = pg_catalog, public, pg_temp
-- A session plans these statements once, perhaps while the tables are still empty.
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
    record jsonb;
    stored jsonb[] := '{}';
begin
    for record in
        select value from (
            select distinct on (value ->> 'id') value, ordinality
            from jsonb_array_elements(records) with ordinality order by value ->> 'id', ordinality
        ) once
        order by ordinality
    loop
        id := (record ->> 'id')::uuid;
        lead_id := null;
        kind := null;
        if not hold_for_intake('submission', record ->> 'id') then
            outcome := 'busy';
            return next;
            continue;
        end if;

        select 'known', s.lead_id, s.kind into outcome, lead_id, kind
        from submissions s where s.id = store_submissions.id;
        if not found then
            select 'erased' into outcome from erased_submissions where submission_id = store_submissions.id;
        end if;
        if not found then
            outcome := 'busy';
            if hold_for_intake('email', lower(record -> 'lead' ->> 'email'))
                and hold_for_intake('phone', record -> 'lead' ->> 'phone')
            then
                select one.lead_id, one.kind into lead_id, kind from lead_for_submission(record) one;
            end if;
            if lead_id is null then
                kind := null;
            else
                outcome := 'stored';
                stored := stored || (record || jsonb_build_object('lead_id', lead_id, 'kind', kind));
            end if;
        end if;
        return next;
    end loop;
    perform claim_submissions(stored);
    perform describe_submissions(stored);
end $$;
comment on function store_submissions(jsonb) is
    'Brings submission records in: for each id stored, known, erased or busy, its lead, and first or repeat';
revoke execute on function store_submissions(jsonb) from public;

-- A tombstone waits for a transaction that is storing its submission at this moment. Whoever erases a person
-- therefore either finds the lead afterwards, or the tombstone is found before there is one.
create function hold_erased_submission() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('leadsite submission ' || new.submission_id, 0));
    return new;
end $$;
comment on function hold_erased_submission() is 'Lets a tombstone wait for the intake of its submission';
revoke execute on function hold_erased_submission() from public;

create trigger trigger_erased_submissions_hold before insert on erased_submissions
    for each row execute function hold_erased_submission();
