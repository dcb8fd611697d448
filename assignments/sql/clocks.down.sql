drop trigger trigger_sla_policy_versions_keep on sla_policy_versions;
drop trigger trigger_calendar_versions_keep on calendar_versions;
drop function keep_version();
alter table notices drop constraint fk_notices_lead;
alter table lead_clocks drop constraint fk_lead_clocks_lead;
