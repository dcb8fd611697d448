comment on constraint fk_offline_actions_lead on offline_actions is null;
comment on constraint offline_actions_kind_check on offline_actions is null;
comment on constraint offline_actions_hash_check on offline_actions is null;
comment on constraint offline_actions_versions_check on offline_actions is null;
comment on constraint offline_devices_key on offline_devices is null;
comment on constraint offline_devices_secret_check on offline_devices is null;
