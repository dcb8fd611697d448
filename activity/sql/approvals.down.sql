drop trigger trigger_lead_activity_approval on lead_activity;
drop function approval_decided();
