-- Leads and entries of the log are noted by one function. What is sent is made once, however many are told.
drop trigger trigger_activity_webhooks_changed on lead_activity;
drop trigger trigger_activity_webhooks_new on lead_activity;
drop trigger trigger_leads_webhooks on leads;
drop function tell_webhooks_of_activities();
drop function tell_webhooks_of_leads();

-- With the owner's rights: whoever may write to the log, through the Data API too, may not read who is told of it.
-- The argument says what happened to the rows: created (leads), added, changed (entries of the log).
create function tell_webhooks() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
    leads uuid[];
    events text[];
    bodies jsonb[];
begin
    if not exists (select from webhook_endpoints where is_active) then
        return null;
    end if;
    if tg_argv[0] = 'created' then
        select array_agg(id order by created_at, id), array_agg('created'::text), array_agg(
            jsonb_build_object('lead', jsonb_build_object(
                'id', id, 'folio', folio, 'name', name, 'email', email, 'phone', phone, 'company', company,
                'location', location, 'role', role, 'message', message, 'source', source, 'status', status,
                'created_at', created_at
            )) order by created_at, id)
        into leads, events, bodies from stored;
    else
        select array_agg(lead_id order by created_at, id), array_agg(type order by created_at, id), array_agg(
            jsonb_build_object('change', tg_argv[0], 'lead_id', lead_id, 'activity', jsonb_build_object(
                'id', id, 'type', type, 'status', status, 'message', message, 'actor_type', actor_type,
                'actor_id', actor_id, 'metadata', metadata, 'due_at', due_at, 'created_at', created_at
            )) order by created_at, id)
        into leads, events, bodies from stored;
    end if;
    insert into webhook_deliveries (endpoint_id, lead_id, event, body)
    select told.id, news.lead_id, news.event, news.body
    from unnest(leads, events, bodies) with ordinality as news (lead_id, event, body, place)
    join webhook_endpoints told on told.is_active and (told.events = '{}' or news.event = any (told.events))
    order by news.place;
    if found then
        perform pg_notify('webhooks', '');
    end if;
    return null;
end $$;
comment on function tell_webhooks() is 'Notes new leads and entries of the log for the programs that want to be told';
revoke execute on function tell_webhooks() from public;

create trigger trigger_leads_webhooks after insert on leads
    referencing new table as stored for each statement execute function tell_webhooks('created');
create trigger trigger_activity_webhooks_new after insert on lead_activity
    referencing new table as stored for each statement execute function tell_webhooks('added');
create trigger trigger_activity_webhooks_changed after update on lead_activity
    referencing new table as stored for each statement execute function tell_webhooks('changed');
