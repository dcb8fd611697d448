drop index idx_leads_search_text;
-- The extension stays: others may use it, and only its owner may take it away.
