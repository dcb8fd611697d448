-- Columns of equal length, one row each. When it happened, the database says.
insert into lead_activity (id, lead_id, type, status, message, actor_type, actor_id, metadata)
select * from unnest(
    %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::jsonb[]
)
