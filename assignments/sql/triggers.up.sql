-- What the database itself keeps true about owners and their deadlines.

alter table assignments add constraint fk_assignments_lead
    foreign key (lead_id) references leads (id) on delete cascade;

-- In the moment of completion, whoever completes it.
create function check_sla_met() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    if new.completed_at is not null and (tg_op = 'INSERT' or old.completed_at is null) then
        new.sla_met := new.completed_at <= new.sla_deadline;
        new.response_time_minutes := round(extract(epoch from new.completed_at - new.assigned_at) / 60);
    end if;
    return new;
end $$;
comment on function check_sla_met() is 'Settles sla_met and response_time_minutes when an assignment is completed';
revoke execute on function check_sla_met() from public;

create trigger trigger_check_sla before insert or update on assignments
    for each row execute function check_sla_met();
