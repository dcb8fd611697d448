-- What hangs on a lead goes with it.
alter table lead_clocks add constraint fk_lead_clocks_lead
    foreign key (lead_id) references leads (id) on delete cascade;
alter table notices add constraint fk_notices_lead
    foreign key (lead_id) references leads (id) on delete cascade;

-- A verdict of long ago is explained by the versions it was made with: they stay as they were published.
create function keep_version() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    raise exception using errcode = 'restrict_violation',
        message = 'A published version is never changed: publish another';
end $$;
comment on function keep_version() is 'Refuses to change or delete what was published';
revoke execute on function keep_version() from public;

create trigger trigger_calendar_versions_keep before update or delete on calendar_versions
    for each row execute function keep_version();
create trigger trigger_sla_policy_versions_keep before update or delete on sla_policy_versions
    for each row execute function keep_version();

-- Adding up a handful of rows is cheap as long as the statistics know that it is a handful.
alter table owner_loads set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

comment on constraint fk_lead_clocks_lead on lead_clocks is 'A lead that is erased takes its clocks along';
comment on constraint fk_notices_lead on notices is 'A lead that is erased takes its notices along';
comment on constraint lead_clocks_end_check on lead_clocks is 'Answered or given up, never both';
comment on constraint lead_clocks_route_check on lead_clocks is 'Owners are found for new leads only';
comment on index idx_lead_clocks_deadline is 'Who waits longest; what is late';
comment on index idx_lead_clocks_to_route is 'The worker''s claim of leads that nobody has yet';
comment on index idx_lead_clocks_next_step is 'The sweep''s claim of clocks';
comment on index idx_assignments_next_step is 'The sweep''s claim of assignments';
comment on index idx_owner_loads_owner_id is 'The load of an owner, without counting leads';
comment on index notices_once_key is 'Each notice once, however many workers sweep';
