drop trigger trigger_lead_activity_slot_update on lead_activity;
drop trigger trigger_lead_activity_slot_insert on lead_activity;
drop function keep_booking_slot();
alter table booking_slots drop constraint booking_slots_once;
alter table booking_slots drop constraint fk_booking_slots_activity;
