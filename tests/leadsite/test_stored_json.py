import pytest
from django.db import connection

from activity.models import Activity
from leads.models import Lead
from tests.leads.facts import lead, worked
from tests.leads.steps import logged_in
from tests.people import alice

ODD = {"a number too long": "9" * 5000, "lists too deep": "[" * 2000 + "]" * 2000}
WRITE = "update leads set quote_data = %s::jsonb"
LOG = "insert into lead_activity (lead_id, type, message, metadata) select id, 'note', 'Odd', %s::jsonb from leads"


def written(sql: str, odd: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [f'{{"total": {ODD[odd]}, "currency": "INR"}}'])


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ODD)
def test_it_reads_as_the_text_that_another_program_wrote(odd: str) -> None:
    lead()
    written(WRITE, odd)
    assert str(Lead.objects.get().quote_data).startswith('{"total": ')


@pytest.mark.django_db
def test_what_can_be_read_is_read() -> None:
    assert Lead.objects.get(pk=lead().pk).quote_data == {"total": "2000.50", "currency": "INR"}


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ODD)
def test_a_lead_with_a_quote_and_a_log_of_it_is_listed_and_opened(odd: str) -> None:
    person = alice()
    row = worked(lead(), person)
    written(WRITE, odd)
    written(LOG, odd)
    pages = [logged_in(person).get(f"/admin/leads/lead/{path}") for path in ("", f"{row.pk}/change/")]
    assert ["–" in pages[0].text, "that cannot be read" in pages[1].text] == [True, True]
    assert Activity.objects.filter(message="Odd").count() == 1
