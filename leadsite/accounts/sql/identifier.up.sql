create sequence user_identifier_number;
comment on sequence user_identifier_number is 'Numbers of users: sales_user_1, sales_user_2, …';

-- The next free identifier; one that was given by hand (sales_user_5) is passed over.
create function next_user_identifier() returns text
language plpgsql volatile
set search_path = pg_catalog, public, pg_temp
as $$
declare
    candidate text;
begin
    loop
        candidate := 'sales_user_' || nextval('user_identifier_number');
        exit when not exists (select from users where identifier = candidate);
    end loop;
    return candidate;
end $$;
comment on function next_user_identifier() is 'The next free sales_user_<number>';
revoke execute on function next_user_identifier() from public;
