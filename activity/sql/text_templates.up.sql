-- What stands in braces is filled with what we know of the customer; anything else would reach them as it is.
alter table text_templates add constraint text_templates_placeholders_check
    check (regexp_replace(text, '\{(customer|business|folio|colleague)\}', '', 'g') !~ '[{}]');
comment on constraint text_templates_placeholders_check on text_templates is 'Only placeholders that are known: activity/texts/templates.py';
comment on constraint text_templates_name_key on text_templates is 'Staff choose a template by its name';
