-- The event log: what may be written to it, and what may still change in it. Triggers hold for every role
-- that cannot alter the table, SQL consoles included.

alter table lead_activity add constraint fk_lead_activity_lead
    foreign key (lead_id) references leads (id) on delete cascade;

alter table lead_activity add constraint lead_activity_metadata_check
    check (jsonb_typeof(metadata) = 'object');

-- One provider never gives one id to two messages; a callback that comes twice finds its row.
create unique index lead_activity_provider_id_key on lead_activity (
    coalesce(metadata ->> 'provider', metadata ->> 'channel', type), (metadata ->> 'provider_id')
) where metadata ->> 'provider_id' is not null;

alter table lead_activity set (
    autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02
);

-- A time that a person or a program wrote; null where it cannot be read. Words that PostgreSQL knows
-- (tomorrow, infinity) are no times here, and one without an offset is UTC.
create function read_time(written text) returns timestamptz
language plpgsql stable
set search_path = pg_catalog, public, pg_temp
set timezone = 'UTC'
as $$
declare
    moment timestamptz;
begin
    if written !~ '^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}' or written ~* 'bc' then
        return null;
    end if;
    moment := written::timestamptz;
    -- Other programs read it too, and their calendars end here.
    if moment < '0001-01-02' or moment > '9999-12-30' then
        return null;
    end if;
    return moment;
exception
    when data_exception then return null;
end $$;
comment on function read_time(text) is 'A written time, or null';
revoke execute on function read_time(text) from public;

-- Where an open row may go. The same table, in Python: activity/kinds.py.
create function activity_may_move(kind text, old_status text, new_status text) returns boolean
language sql immutable
set search_path = pg_catalog, public, pg_temp
as $$
    select exists (
        select from (values
            ('follow_up', 'pending', array['completed', 'cancelled']),
            ('waiting', 'pending', array['completed', 'cancelled']),
            ('approval', 'pending', array['approved', 'rejected']),
            ('booking', 'pending', array['confirmed', 'declined', 'cancelled']),
            ('booking', 'confirmed', array['cancelled']),
            ('email', 'queued', array['sent', 'delivered', 'read', 'failed']),
            ('email', 'sent', array['delivered', 'read', 'failed']),
            ('email', 'delivered', array['read']),
            ('sms', 'queued', array['sent', 'delivered', 'read', 'failed']),
            ('sms', 'sent', array['delivered', 'read', 'failed']),
            ('sms', 'delivered', array['read']),
            ('whatsapp', 'queued', array['sent', 'delivered', 'read', 'failed']),
            ('whatsapp', 'sent', array['delivered', 'read', 'failed']),
            ('whatsapp', 'delivered', array['read'])
        ) as move (type, status, next)
        -- Asked with the status it has, the question is whether the row is still open.
        where type = kind and status = old_status and (new_status = any (next) or new_status = old_status)
    )
$$;
comment on function activity_may_move(text, text, text) is 'Whether a row of this type and status may become that';
revoke execute on function activity_may_move(text, text, text) from public;

create function log_insert() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    -- Statements of their own: the right to call read_time is asked for only where it is called.
    new.due_at := null;
    if new.type = 'follow_up' then
        new.due_at := read_time(new.metadata ->> 'scheduled_for');
    elsif new.type = 'booking' then
        new.due_at := read_time(new.metadata ->> 'starts_at');
    elsif new.type = 'status_change' and pg_trigger_depth() > 1 then
        -- Two changes in one transaction keep their order; history that is imported keeps its times.
        new.created_at := clock_timestamp();
    end if;
    return new;
end $$;
comment on function log_insert() is 'Sets due_at from the facts of a follow-up or a booking';
revoke execute on function log_insert() from public;

create trigger trigger_lead_activity_insert before insert on lead_activity
    for each row execute function log_insert();

create function log_update() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
    learnt constant text[] := array['outcome', 'provider_id', 'error', 'retry_count'];
begin
    if (new.id, new.lead_id, new.created_at, new.type, new.message, new.actor_type, new.actor_id, new.due_at)
        is distinct from
        (old.id, old.lead_id, old.created_at, old.type, old.message, old.actor_type, old.actor_id, old.due_at)
        or (coalesce(new.metadata, '{}') - learnt) is distinct from (coalesce(old.metadata, '{}') - learnt)
    then
        raise exception using errcode = 'restrict_violation',
            message = 'lead_activity is append-only: of an open row its status and outcome change, nothing else';
    end if;
    if not activity_may_move(old.type, old.status, new.status) then
        raise exception using errcode = 'restrict_violation', message = format(
            'lead_activity is append-only: a %s that is %s does not become %s',
            old.type, old.status, new.status
        );
    end if;
    new.updated_at := clock_timestamp();
    return new;
end $$;
comment on function log_update() is 'Keeps the log append-only: an open row moves along its type''s life';
revoke execute on function log_update() from public;

create trigger trigger_lead_activity_update before update on lead_activity
    for each row execute function log_update();

create function log_delete() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    if coalesce(current_setting('leadsite.erasing', true), '') <> old.lead_id::text then
        raise exception using errcode = 'restrict_violation',
            message = 'lead_activity is append-only: rows go only with the erasure of their lead';
    end if;
    return old;
end $$;
comment on function log_delete() is 'Lets rows go only while leadsite.erasing names their lead';
revoke execute on function log_delete() from public;

create trigger trigger_lead_activity_delete before delete on lead_activity
    for each row execute function log_delete();

create function log_truncate() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    raise exception using errcode = 'restrict_violation', message = 'lead_activity is append-only: never emptied';
end $$;
comment on function log_truncate() is 'Refuses TRUNCATE';
revoke execute on function log_truncate() from public;

create trigger trigger_lead_activity_truncate before truncate on lead_activity
    for each statement execute function log_truncate();

-- Who acts: what the application said for this transaction, else whoever the public API's token names,
-- else the system.
create function current_actor(out actor_type text, out actor_id text)
language plpgsql stable
set search_path = pg_catalog, public, pg_temp
as $$
declare
    said jsonb := nullif(current_setting('leadsite.actor', true), '')::jsonb;
    claims jsonb := nullif(current_setting('request.jwt.claims', true), '')::jsonb;
begin
    if said is not null then
        actor_type := coalesce(said ->> 'type', 'system');
        actor_id := said ->> 'id';
    elsif claims ->> 'sub' is not null then
        actor_type := 'user';
        actor_id := claims ->> 'sub';
    else
        actor_type := 'system';
    end if;
end $$;
comment on function current_actor() is 'From leadsite.actor, the token''s claims, or the system';
revoke execute on function current_actor() from public;

-- The one writer of status_change: no path that changes a status can go around it.
create function log_status_change() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
    why text := nullif(current_setting('leadsite.reason', true), '');
begin
    insert into lead_activity (lead_id, type, message, actor_type, actor_id, metadata)
    select new.id, 'status_change', format('Status changed from %s to %s', old.status, new.status),
           actor.actor_type, actor.actor_id,
           jsonb_strip_nulls(jsonb_build_object('from', old.status, 'to', new.status, 'reason', why))
    from current_actor() as actor;
    return null;
end $$;
comment on function log_status_change() is 'Writes a status_change for every change of a lead''s status';
revoke execute on function log_status_change() from public;

create trigger trigger_leads_status_change after update on leads
    for each row when (old.status is distinct from new.status) execute function log_status_change();
