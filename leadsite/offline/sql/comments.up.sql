comment on constraint fk_offline_actions_lead on offline_actions is 'Receipts are erased with their lead';
comment on constraint offline_actions_kind_check on offline_actions is 'What may be done without network';
comment on constraint offline_actions_hash_check on offline_actions is 'SHA-256, to be compared with what is sent again';
comment on constraint offline_actions_versions_check on offline_actions is 'A step from one version to a later one, or none';
comment on constraint offline_devices_key on offline_devices is 'One secret for each colleague in each browser';
comment on constraint offline_devices_secret_check on offline_devices is 'A shorter secret could be guessed';
