drop trigger trigger_leads_then_clocks on leads;
drop function clocks_follow_status();
drop function resume_clocks(uuid[]);
drop trigger trigger_lead_activity_clocks_update on lead_activity;
drop trigger trigger_lead_activity_clocks_insert on lead_activity;
drop function clocks_follow_log();
drop function hear_customers(uuid[], timestamptz[]);
drop function wrote_in(text, text, jsonb);
drop function unsettle_clocks(uuid[]);
