"""`manage.py recompute_leads`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from leads.models import Lead
from tests.leads.facts import lead
from tests.leads.quoting.rows import NOW

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("recompute_leads", *arguments, stdout=out)
    return [" ".join(line.split()) for line in out.getvalue().splitlines()]


def test_it_says_what_differed_and_puts_it_right() -> None:
    lead(1, last_contact_at=NOW)
    lead(2, last_contact_at=NOW, conversion_date=NOW)
    assert said() == [
        "first_response_at 0",
        "last_contact_at 2",
        "conversion_date 1",
        "owner_id 0",
        "2 leads were put right.",
    ]
    assert said()[-1] == "No lead differs."


def test_a_dry_run_fails_where_something_differs_and_changes_nothing() -> None:
    lead(1, last_contact_at=NOW)
    with pytest.raises(CommandError, match="1 leads differ"):
        said("--dry-run")
    assert Lead.objects.get().last_contact_at == NOW


def test_a_dry_run_is_content_where_nothing_differs() -> None:
    lead(1)
    assert said("--dry-run")[-1] == "No lead differs."
