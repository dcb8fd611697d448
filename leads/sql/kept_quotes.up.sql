-- Products of first enquiries, and what the log says of all. Together, as opening the indexes is half the work.
-- A quote that a device kept while it had no connection says so, with the device's time and the estimate it named.
create or replace function describe_submissions(stored jsonb[]) returns void
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
           format('Quote %s: %s%s%s', one ->> 'folio',
                  coalesce((one ->> 'currency') || ' ' || (one ->> 'quote_total'), 'price follows'),
                  ', written without a connection at ' || (kept ->> 'at'), ', estimate ' || (kept ->> 'estimate')),
           jsonb_build_object('folio', one ->> 'folio', 'submission_id', one ->> 'id')
           || jsonb_strip_nulls(jsonb_build_object('kept_at', kept ->> 'at', 'estimate', kept ->> 'estimate'))
    from unnest(stored) one cross join lateral (select one #> '{submitted,kept}' as kept) its;

    -- The customer waits for somebody: due at once.
    insert into lead_activity (lead_id, created_at, type, status, message, metadata)
    select (one ->> 'lead_id')::uuid, (one ->> 'submitted_at')::timestamptz, 'follow_up', 'pending',
           format('Asked again, quote %s', one ->> 'folio'),
           jsonb_build_object('action', 'call', 'reason', 'asked again', 'scheduled_for', one ->> 'submitted_at')
    from unnest(stored) one
    where one ->> 'kind' = 'repeat' and one ->> 'suspect' is null;
end $$;
