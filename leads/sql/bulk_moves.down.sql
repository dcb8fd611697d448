alter table bulk_move_rows drop constraint fk_bulk_move_rows_lead;
