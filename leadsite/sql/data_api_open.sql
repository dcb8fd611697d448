-- The grants that the policies of data_api.up.sql need, and nothing beyond. Run by `manage.py data_api open`,
-- and again after every migration while it is open; secure.sql takes them all away.
grant insert (id, name, email, phone, company, location, role, message, source, status, quote_data)
    on leads to anon;
grant insert (id, lead_id, category, product, quantity, notes) on lead_products to anon;
grant insert (id, lead_id, type, status, message, actor_type, metadata) on lead_activity to anon;
grant execute on function accepts_anonymous_child(uuid) to anon;

grant select on leads, lead_products, lead_activity, assignments to authenticated;
grant insert (id, lead_id, type, status, message, actor_type, actor_id, metadata)
    on lead_activity to authenticated;
grant insert (id, lead_id, owner_id, owner_name, sla_deadline) on assignments to authenticated;
grant update (status, first_response_at, last_contact_at, conversion_date) on leads to authenticated;
grant update (status, metadata) on lead_activity to authenticated;
grant update (status, completed_at) on assignments to authenticated;
-- The policies call the first two, the triggers on these tables the others.
grant execute on function is_staff_token(), token_subject(), current_actor(), read_time(text),
    activity_may_move(text, text, text) to authenticated;
