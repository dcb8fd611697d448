drop function get_pending_follow_ups();
drop function get_dashboard_stats();
drop function shop_today();
drop function get_lead_full(uuid);
drop view suspect_leads;
