-- What the roles of a public Data API (PostgREST, Supabase) may do, once `manage.py data_api open` has
-- given them the grants these policies need. Without the grants nothing here lets anybody in.

create function is_staff_token() returns boolean
language sql stable
set search_path = pg_catalog, public, pg_temp
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claims', true), '')::jsonb -> 'app_metadata' ->> 'role' = 'staff', false
    )
$$;
comment on function is_staff_token() is 'Whether the token''s app_metadata.role says staff; users cannot edit that';
revoke execute on function is_staff_token() from public;

create function token_subject() returns text
language sql stable
set search_path = pg_catalog, public, pg_temp
as $$
    select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
$$;
comment on function token_subject() is 'Whom the token names';
revoke execute on function token_subject() from public;

-- With the owner's rights, the one function that has them: anon cannot read the lead it just made.
create function accepts_anonymous_child(parent uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, public, pg_temp
as $$
    select exists (
        select from leads l
        where l.id = parent and l.status = 'new' and l.first_response_at is null and l.last_contact_at is null
          and l.created_at between now() - interval '10 minutes' and now() + interval '1 minute'
          and not exists (select from lead_activity a where a.lead_id = l.id and a.actor_type = 'user')
    )
$$;
comment on function accepts_anonymous_child(uuid) is 'Whether a lead is minutes old and untouched by people';
revoke execute on function accepts_anonymous_child(uuid) from public;

create policy anon_leaves_a_lead on leads for insert to anon with check (
    status = 'new' and folio is null and visitor_id is null
    and first_response_at is null and last_contact_at is null and conversion_date is null
);
create policy anon_adds_products on lead_products for insert to anon with check (accepts_anonymous_child(lead_id));
create policy anon_adds_activities on lead_activity for insert to anon with check (
    type in ('note', 'quote') and status = 'completed' and actor_type = 'system' and actor_id is null
    and accepts_anonymous_child(lead_id)
);

create policy staff_reads_leads on leads for select to authenticated using ((select is_staff_token()));
create policy staff_reads_products on lead_products for select to authenticated using ((select is_staff_token()));
create policy staff_reads_activities on lead_activity for select to authenticated using ((select is_staff_token()));
create policy staff_reads_assignments on assignments for select to authenticated using ((select is_staff_token()));

create policy staff_logs_activities on lead_activity for insert to authenticated with check (
    (select is_staff_token()) and actor_type = 'user' and actor_id = (select token_subject())
    -- Only the trigger on leads writes these.
    and (type <> 'status_change' or pg_trigger_depth() > 0)
);
create policy staff_assigns on assignments for insert to authenticated with check ((select is_staff_token()));

create policy staff_updates_leads on leads for update to authenticated
    using ((select is_staff_token())) with check ((select is_staff_token()));
create policy staff_updates_open_activities on lead_activity for update to authenticated
    using (
        (select is_staff_token()) and status in ('pending', 'confirmed', 'queued', 'sent', 'delivered')
    )
    with check ((select is_staff_token()));
create policy staff_updates_active_assignments on assignments for update to authenticated
    using ((select is_staff_token()) and status = 'active') with check ((select is_staff_token()));
