-- A placeholder that nobody fills would reach a customer as it stands: no path stores one.
alter table letter_templates add constraint letter_templates_placeholders_check check (
    regexp_replace(
        subject, '\{(customer|business|folio|total|valid_until)\}', '', 'g'
    ) !~ '[{}]'
    and regexp_replace(
        regexp_replace(body, '^[ \t]*\{quote\}[ \t]*\r?$', '', 'gn'),
        case purpose
            when 'reply' then '\{(customer|business|folio|total|valid_until|quote_link|colleague)\}'
            else '\{(customer|business|folio|total|valid_until|quote_link)\}'
        end,
        '', 'g'
    ) !~ '[{}]'
);
alter table letter_templates add constraint letter_templates_subject_check check (
    subject !~ '[\r\n]' and subject ~ '\S' and body ~ '\S' and name ~ '\S'
);
comment on constraint letter_templates_placeholders_check on letter_templates is 'No placeholder that activity/outbox/placeholders.py does not fill';
comment on constraint letter_templates_subject_check on letter_templates is 'A subject is one line, and nothing is empty';
comment on constraint letter_templates_purpose_check on letter_templates is 'What the code sends or offers';
comment on index letter_templates_name_key is 'Staff choose by name';
comment on index letter_templates_acknowledgement_key is 'One acknowledgement a language';
