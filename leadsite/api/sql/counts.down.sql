alter table api_request_counts set logged;
