-- Receipts go with their lead.
alter table offline_actions add constraint fk_offline_actions_lead
    foreign key (lead_id) references leads (id) on delete cascade;

-- What a colleague did without network is logged when it arrives, by our clock. What their device said of the
-- time is kept beside it: leadsite.claimed_at, set in the transaction that does it (leadsite/offline/replaying.py).
create function log_claim() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    new.metadata := coalesce(new.metadata, '{}')
        || jsonb_build_object('claimed_at', current_setting('leadsite.claimed_at', true));
    return new;
end $$;
comment on function log_claim() is 'Notes beside an entry when the colleague''s device says that it was done';
revoke execute on function log_claim() from public;

create trigger trigger_lead_activity_claim before insert on lead_activity
    for each row when (new.actor_type = 'user' and coalesce(current_setting('leadsite.claimed_at', true), '') <> '')
    execute function log_claim();
