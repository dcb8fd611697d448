-- Breaks go with their item in the database too, not only in Django.
alter table price_breaks add constraint fk_price_breaks_item
    foreign key (item_id) references price_items (id) on delete cascade;

-- Quotes keep the number that is inside the content.
alter table price_list_versions add constraint price_list_versions_content_number
    check ((content -> 'version') is not distinct from to_jsonb(number));

-- A published price list is what quotes were calculated by: it stays as it is, for every role.
create function keep_price_list_version() returns trigger
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
begin
    raise exception using errcode = 'restrict_violation',
        message = 'A published price list never changes: publish another version';
end $$;
comment on function keep_price_list_version() is 'Refuses UPDATE, DELETE and TRUNCATE of published price lists';
revoke execute on function keep_price_list_version() from public;

create trigger trigger_price_list_versions_keep before update or delete on price_list_versions
    for each row execute function keep_price_list_version();
create trigger trigger_price_list_versions_keep_all before truncate on price_list_versions
    for each statement execute function keep_price_list_version();
