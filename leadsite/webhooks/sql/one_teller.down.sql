drop trigger trigger_activity_webhooks_changed on lead_activity;
drop trigger trigger_activity_webhooks_new on lead_activity;
drop trigger trigger_leads_webhooks on leads;
drop function tell_webhooks();

-- With the owner's rights, all of these: whoever may write to the log, through the Data API too, may not read who
-- is told of it.
create function tell_webhooks_of_leads() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
    if not exists (select from webhook_endpoints where is_active) then
        return null;
    end if;
    insert into webhook_deliveries (endpoint_id, lead_id, event, body)
    select told.id, lead.id, 'created', jsonb_build_object('lead', jsonb_build_object(
        'id', lead.id, 'folio', lead.folio, 'name', lead.name, 'email', lead.email, 'phone', lead.phone,
        'company', lead.company, 'location', lead.location, 'role', lead.role, 'message', lead.message,
        'source', lead.source, 'status', lead.status, 'created_at', lead.created_at
    ))
    from stored lead
    join webhook_endpoints told on told.is_active and (told.events = '{}' or 'created' = any (told.events))
    order by lead.created_at, lead.id;
    if found then
        perform pg_notify('webhooks', '');
    end if;
    return null;
end $$;
comment on function tell_webhooks_of_leads() is 'Notes new leads for the programs that want to be told';
revoke execute on function tell_webhooks_of_leads() from public;

create function tell_webhooks_of_activities() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
    if not exists (select from webhook_endpoints where is_active) then
        return null;
    end if;
    insert into webhook_deliveries (endpoint_id, lead_id, event, body)
    select told.id, entry.lead_id, entry.type, jsonb_build_object(
        'change', tg_argv[0], 'lead_id', entry.lead_id, 'activity', jsonb_build_object(
            'id', entry.id, 'type', entry.type, 'status', entry.status, 'message', entry.message,
            'actor_type', entry.actor_type, 'actor_id', entry.actor_id, 'metadata', entry.metadata,
            'due_at', entry.due_at, 'created_at', entry.created_at
        ))
    from stored entry
    join webhook_endpoints told on told.is_active and (told.events = '{}' or entry.type = any (told.events))
    order by entry.created_at, entry.id;
    if found then
        perform pg_notify('webhooks', '');
    end if;
    return null;
end $$;
comment on function tell_webhooks_of_activities() is 'Notes entries of the log for the programs that want to be told';
revoke execute on function tell_webhooks_of_activities() from public;

create trigger trigger_leads_webhooks after insert on leads
    referencing new table as stored for each statement execute function tell_webhooks_of_leads();
create trigger trigger_activity_webhooks_new after insert on lead_activity
    referencing new table as stored for each statement execute function tell_webhooks_of_activities('added');
create trigger trigger_activity_webhooks_changed after update on lead_activity
    referencing new table as stored for each statement execute function tell_webhooks_of_activities('changed');
