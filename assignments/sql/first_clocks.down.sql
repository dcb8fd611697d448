drop trigger trigger_submissions_clock_update on submissions;
drop trigger trigger_submissions_clock_insert on submissions;
drop function clock_suspects();
drop trigger trigger_leads_first_clock on leads;
drop function clock_new_leads();
drop function begin_first_clocks(uuid[]);
