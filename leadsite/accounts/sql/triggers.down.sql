drop trigger trigger_users_keep_identifier on users;
drop function keep_identifier();
