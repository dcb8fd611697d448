-- What changes is noted once a statement, with ids alone, and told when its transaction commits. The notice
-- carries the transaction's number, so that all statements of one transaction make one notice.
--
-- With the owner's rights, all of these: whoever may write a lead, through the Data API too, may not read what
-- others did. Nothing is joined here: a function keeps the plan of its first call, and the one that suits a
-- single lead compares ten thousand with each other.

create function note_live_leads() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
    insert into live_events (source, change, lead_ids, versions, former_owners, actor_id)
    select 'leads', tg_op, array_agg(id), array_agg(updated_at), case tg_op when 'DELETE' then array_agg(owner_id) end,
           (current_actor()).actor_id
    from touched having count(*) > 0;
    if found then
        perform pg_notify('live', pg_current_xact_id()::text);
    end if;
    return null;
end $$;
comment on function note_live_leads() is 'Notes leads that came or went, for pages that are open';
revoke execute on function note_live_leads() from public;

create function note_live_changed_leads() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
    insert into live_events (source, change, lead_ids, versions, former_owners, actor_id)
    select 'leads', tg_op, array_agg(id order by id), array_agg(updated_at order by id),
           nullif((select array_agg(owner_id order by id) from former), array_agg(owner_id order by id)),
           (current_actor()).actor_id
    from touched having count(*) > 0;
    if found then
        perform pg_notify('live', pg_current_xact_id()::text);
    end if;
    return null;
end $$;
comment on function note_live_changed_leads() is 'Notes leads that changed, and who lost them, for pages that are open';
revoke execute on function note_live_changed_leads() from public;

create function note_live_activities() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
    insert into live_events (source, change, lead_ids, row_ids, actor_id)
    select 'lead_activity', tg_op, array_agg(lead_id), array_agg(id),
           coalesce((current_actor()).actor_id, max(actor_id) filter (where actor_type = 'user'))
    from touched having count(*) > 0;
    if found then
        perform pg_notify('live', pg_current_xact_id()::text);
    end if;
    return null;
end $$;
comment on function note_live_activities() is 'Notes new and changed entries of the log, for pages that are open';
revoke execute on function note_live_activities() from public;

create function note_live_assignments() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
    insert into live_events (source, change, lead_ids, row_ids, actor_id)
    select 'assignments', tg_op, array_agg(lead_id), array_agg(id), (current_actor()).actor_id
    from touched having count(*) > 0;
    if found then
        perform pg_notify('live', pg_current_xact_id()::text);
    end if;
    return null;
end $$;
comment on function note_live_assignments() is 'Notes new and changed assignments, for pages that are open';
revoke execute on function note_live_assignments() from public;

create trigger trigger_leads_live_new after insert on leads
    referencing new table as touched for each statement execute function note_live_leads();
create trigger trigger_leads_live_changed after update on leads
    referencing old table as former new table as touched
    for each statement execute function note_live_changed_leads();
create trigger trigger_leads_live_gone after delete on leads
    referencing old table as touched for each statement execute function note_live_leads();
create trigger trigger_activity_live_new after insert on lead_activity
    referencing new table as touched for each statement execute function note_live_activities();
create trigger trigger_activity_live_changed after update on lead_activity
    referencing new table as touched for each statement execute function note_live_activities();
create trigger trigger_assignments_live_new after insert on assignments
    referencing new table as touched for each statement execute function note_live_assignments();
create trigger trigger_assignments_live_changed after update on assignments
    referencing new table as touched for each statement execute function note_live_assignments();
