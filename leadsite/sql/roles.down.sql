-- Roles belong to the server and may serve another database: they stay.
select 1;
