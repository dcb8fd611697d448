-- What the database itself keeps true about leads, whoever writes to them.

-- Children go with their lead in the database too, not only in Django.
alter table lead_products add constraint fk_lead_products_lead
    foreign key (lead_id) references leads (id) on delete cascade;
alter table submissions add constraint fk_submissions_lead
    foreign key (lead_id) references leads (id) on delete cascade;

-- The clock's time, not the transaction's: two changes in one transaction are two versions of the row.
create function set_updated_at() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    new.updated_at := clock_timestamp();
    return new;
end $$;
comment on function set_updated_at() is 'Keeps updated_at as the row''s version';
revoke execute on function set_updated_at() from public;

create trigger trigger_leads_updated_at before update on leads
    for each row execute function set_updated_at();

-- "+91 98765-43210" and "+919876543210" are one person; an empty e-mail is none.
create function normalise_contact() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    new.phone := nullif(
        case when new.phone like '%+%' then '+' else '' end || regexp_replace(new.phone, '[^[:alnum:]]', '', 'g'), ''
    );
    new.phone := nullif(new.phone, '+');
    new.email := nullif(btrim(new.email), '');
    return new;
end $$;
comment on function normalise_contact() is 'Strips spaces and punctuation from a lead''s phone';
revoke execute on function normalise_contact() from public;

create trigger trigger_leads_normalise_contact before insert or update of phone, email on leads
    for each row execute function normalise_contact();

-- However a submission goes, a replay of it from some spool brings nobody back.
create function bury_submission() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    insert into erased_submissions (submission_id) values (old.id) on conflict (submission_id) do nothing;
    return old;
end $$;
comment on function bury_submission() is 'Leaves a tombstone for every submission that is deleted';
revoke execute on function bury_submission() from public;

create trigger trigger_submissions_bury before delete on submissions
    for each row execute function bury_submission();

-- These tables mostly grow: visibility for index-only scans and fresh statistics cannot wait for a fifth
-- of a million rows.
alter table leads set (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table lead_products set (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
alter table submissions set (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
