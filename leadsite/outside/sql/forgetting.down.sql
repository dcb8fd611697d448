comment on index idx_received_hooks_forget_at is null;
