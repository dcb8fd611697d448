from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from leads.demo import load
from leads.models import Lead, Submission
from leads.quoting import verification
from tests.leads.quoting.rows import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop() -> None:
    load.load(now=NOW)


def verify(out: StringIO) -> None:
    call_command("verify_quotes", stdout=out, verbosity=0)


def failing() -> list[str]:
    out = StringIO()
    with pytest.raises(CommandError) as error:
        verify(out)
    assert error.value.returncode == 1
    return [*out.getvalue().splitlines(), str(error.value)]


def set_in(table: str, column: str, path: str, value: str, row: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"update {table} set {column} = jsonb_set({column}, %s, %s::jsonb) where id = %s",
            [path, value, row.pk],
        )


def test_quotes_that_add_up_are_counted() -> None:
    out = StringIO()
    verify(out)
    assert out.getvalue() == "All 51 stored quotes add up.\n"


def test_a_cent_too_many_is_reported_with_its_row_and_exits_1() -> None:
    lead = Lead.objects.get(name="Priya Sharma")
    total = lead.quote_data["total"]
    set_in("leads", "quote_data", "{total}", f'"{total[:-1]}1"', lead)
    assert failing() == [
        f"leads {lead.id} {lead.folio} total: stored {total[:-1]}1, computed {total.rstrip('0').rstrip('.')}",
        "1 of 51 stored quotes differ from what they add up to.",
    ]


def test_a_total_beside_the_quote_that_is_another_is_reported() -> None:
    row = Submission.objects.get(lead__name="Priya Sharma")
    Submission.objects.filter(pk=row.pk).update(quote_total=1)
    assert failing()[0] == (
        f"submissions {row.id} {row.folio} quote_total: stored 1.000, computed {row.quote['total']}"
    )


def test_a_quote_of_another_folio_is_reported() -> None:
    row = Submission.objects.get(lead__name="Priya Sharma")
    set_in("submissions", "quote", "{folio}", '"other"', row)
    assert (
        failing()[0] == f"submissions {row.id} {row.folio} folio: the quote says other, the row {row.folio}"
    )


def test_what_is_no_quote_at_all_is_reported_not_raised() -> None:
    lead = Lead.objects.get(name="Priya Sharma")
    Lead.objects.filter(pk=lead.pk).update(quote_data=["nonsense"])
    assert (
        failing()[0]
        == f"leads {lead.id} {lead.folio} snapshot: stored malformed, computed snapshot is no object"
    )


def test_a_lead_without_a_quote_is_nothing_to_verify() -> None:
    Lead.objects.all().update(quote_data=None)
    Submission.objects.all().update(quote=None, quote_total=None)
    assert (verification.count(), list(verification.verdicts())) == (0, [])


def test_every_quote_is_looked_at_once_across_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "BATCH", 7)
    looked_at = [(verdict.table, verdict.id) for verdict in verification.verdicts()]
    assert len(looked_at) == len(set(looked_at)) == verification.count() == 51
