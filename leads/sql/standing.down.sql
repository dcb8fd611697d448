drop trigger trigger_leads_conversion on leads;
drop function follow_conversion();
