comment on constraint circuit_breakers_probe_check on circuit_breakers is null;
comment on constraint received_hooks_delivery_key on received_hooks is null;
comment on index idx_received_hooks_received_at is null;
