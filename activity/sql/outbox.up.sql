-- Messages go with their activity in the database too, not only in Django: erasing a lead deletes by SQL.
alter table outgoing_messages add constraint fk_outgoing_messages_activity
    foreign key (activity_id) references lead_activity (id) on delete cascade;
comment on constraint fk_outgoing_messages_activity on outgoing_messages is 'A message goes with its activity, and so with its lead';
comment on constraint outgoing_messages_channel_check on outgoing_messages is 'The ways that activity/outbox knows';
comment on constraint stopped_addresses_channel_check on stopped_addresses is 'The ways that activity/outbox knows';
comment on constraint stopped_addresses_reason_check on stopped_addresses is 'Why nothing is sent there';
comment on constraint stopped_addresses_address_key on stopped_addresses is 'Asked before each message; one row an address';
