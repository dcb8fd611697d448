drop trigger trigger_erased_submissions_hold on erased_submissions;
drop function hold_erased_submission();
drop function store_submissions(jsonb);
drop function describe_submissions(jsonb[]);
drop function claim_submissions(jsonb[]);
drop function lead_for_submission(jsonb);
drop function insert_submitted_lead(jsonb);
drop function find_lead_to_repeat(text, text, timestamptz);
drop function hold_for_intake(text, text);
