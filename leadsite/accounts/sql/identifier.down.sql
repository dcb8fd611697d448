drop function next_user_identifier();
drop sequence user_identifier_number;
