-- Results go with their lead in the database too, not only in Django.
alter table bulk_move_rows add constraint fk_bulk_move_rows_lead
    foreign key (lead_id) references leads (id) on delete cascade;
comment on constraint fk_bulk_move_rows_lead on bulk_move_rows is 'A lead that is erased takes its results along';
comment on constraint bulk_moves_status_check on bulk_moves is 'A move leads to one status, an undo to those the leads had';
comment on constraint bulk_move_rows_result_check on bulk_move_rows is 'The results of leads.workflow';
comment on constraint bulk_move_rows_moved_check on bulk_move_rows is 'What was moved can be undone: where to, which version';
comment on index idx_bulk_move_rows_lead_id is 'Erasing a lead';
