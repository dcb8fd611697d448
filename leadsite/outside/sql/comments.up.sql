comment on constraint circuit_breakers_probe_check on circuit_breakers is 'Whoever rests is tried again some time';
comment on constraint received_hooks_delivery_key on received_hooks is 'A webhook that comes twice is taken once';
comment on index idx_received_hooks_received_at is 'Forgetting old ones';
