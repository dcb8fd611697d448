-- Nobody is promised to two customers at once. The slots follow from the log, whoever writes to it, and an
-- exclusion constraint compares them: a second visit of the same person in the same time is refused, also of
-- two transactions that do not see each other.
--
-- An index over a text and a range needs btree_gist, which comes with PostgreSQL as pg_trgm does; it lives in
-- the same schema of its own.
do $$
begin
    perform pg_advisory_xact_lock(hashtext('leadsite extensions'));
    if not exists (select from pg_extension where extname = 'btree_gist') then
        begin
            create schema if not exists extensions;
            create extension btree_gist schema extensions;
        exception when insufficient_privilege then
            raise exception using errcode = 'insufficient_privilege', message =
                'The migration may not create the extension btree_gist; let an administrator run: '
                'create schema if not exists extensions; create extension btree_gist schema extensions;';
        end;
    end if;
end $$;

alter table booking_slots add constraint fk_booking_slots_activity
    foreign key (activity_id) references lead_activity (id) on delete cascade;

alter table booking_slots add constraint booking_slots_once
    exclude using gist (staff_id with =, tstzrange(starts_at, ends_at) with &&);
comment on constraint booking_slots_once on booking_slots is 'No double booking of one person';

-- With the owner's rights: whoever may log a visit, the Data API included, may not touch the slots.
create function keep_booking_slot() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
    begins timestamptz := read_time(new.metadata ->> 'starts_at');
    ends timestamptz := read_time(new.metadata ->> 'ends_at');
    person text := new.metadata ->> 'staff_id';
begin
    if new.status not in ('pending', 'confirmed') then
        delete from booking_slots where activity_id = new.id;
    -- A visit that is over keeps nobody busy: history that is imported may hold two at once.
    elsif tg_op = 'INSERT' and begins < ends and ends > now() and length(person) between 1 and 255 then
        -- One after the other: two that insert at once could wait for each other.
        perform pg_advisory_xact_lock(hashtext('leadsite booking'), hashtext(person));
        insert into booking_slots (activity_id, staff_id, starts_at, ends_at) values (new.id, person, begins, ends);
    end if;
    return null;
end $$;
comment on function keep_booking_slot() is 'Takes the time of a visit, and gives it back when it is off';
revoke execute on function keep_booking_slot() from public;

create trigger trigger_lead_activity_slot_insert after insert on lead_activity
    for each row when (new.type = 'booking') execute function keep_booking_slot();
create trigger trigger_lead_activity_slot_update after update on lead_activity
    for each row when (new.type = 'booking' and old.status is distinct from new.status)
    execute function keep_booking_slot();

-- Of visits that are promised twice already the first one asked for has the time.
insert into booking_slots (activity_id, staff_id, starts_at, ends_at)
select id, metadata ->> 'staff_id', read_time(metadata ->> 'starts_at'), read_time(metadata ->> 'ends_at')
from lead_activity
where type = 'booking' and status in ('pending', 'confirmed') and length(metadata ->> 'staff_id') between 1 and 255
  and read_time(metadata ->> 'starts_at') < read_time(metadata ->> 'ends_at')
  and read_time(metadata ->> 'ends_at') > now()
order by created_at, id
on conflict on constraint booking_slots_once do nothing;
