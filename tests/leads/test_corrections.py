"""What a customer told us is corrected through one door, which logs it."""

from datetime import timedelta

import pytest

from activity.kinds import Actor
from activity.models import Activity
from leads import corrections
from leads.corrections import CORRECTABLE
from leads.exceptions import Refused
from leads.models import Lead
from leadsite.keys import new_id
from tests.leads.facts import SNAPSHOT, lead

pytestmark = pytest.mark.django_db
NEHA = Actor("user", "sales_user_5")


def correct(row: Lead, **changes: str | None) -> list[str]:
    return corrections.correct(lead_id=row.pk, changes=changes, reason="Heard on the phone", actor=NEHA)


def refused(row: Lead, **options: object) -> Refused:
    asked = {"lead_id": row.pk, "changes": {"name": "Priya Rao"}, "reason": "Heard", "actor": NEHA, **options}
    with pytest.raises(Refused) as caught:
        corrections.correct(**asked)  # type: ignore[arg-type]
    assert Activity.objects.count() == 0
    return caught.value


def test_every_changed_field_is_written_and_logged_with_what_it_was() -> None:
    row = lead(company="Sharma")
    assert correct(row, name="Priya Rao", company="Rao Studio") == ["name", "company"]
    row.refresh_from_db()
    assert (row.name, row.company) == ("Priya Rao", "Rao Studio")
    assert list(
        Activity.objects.order_by("created_at", "id").values_list("type", "actor_id", "metadata")
    ) == [
        (
            "correction",
            "sales_user_5",
            {"field": "name", "from": "Priya Sharma 1", "to": "Priya Rao", "reason": "Heard on the phone"},
        ),
        (
            "correction",
            "sales_user_5",
            {"field": "company", "from": "Sharma", "to": "Rao Studio", "reason": "Heard on the phone"},
        ),
    ]


def test_what_stays_as_it_was_is_not_logged() -> None:
    row = lead(company="Sharma")
    assert correct(row, name="Priya Rao", company="Sharma", message=None) == ["name"]
    assert Activity.objects.count() == 1


def test_what_was_emptied_is_absent() -> None:
    row = lead(company="Sharma", email="priya@example.com")
    assert correct(row, company="", email="") == ["email", "company"]
    row.refresh_from_db()
    assert (row.company, row.email) == (None, None)


def test_an_empty_field_that_was_absent_is_no_change() -> None:
    assert refused(lead(), changes={"company": "", "email": ""}).code == "nothing_changed"


def test_the_quote_the_status_and_the_owner_are_no_words_of_the_customer() -> None:
    row = lead()
    assert refused(row, changes={"quote_data": "x", "status": "lost", "owner": "y", "folio": "z"}).code == (
        "nothing_changed"
    )
    row.refresh_from_db()
    assert (row.quote_data, row.status) == (SNAPSHOT, "new")


def test_a_correction_leaves_the_quote_as_it_was() -> None:
    row = lead()
    correct(row, name="Priya Rao")
    row.refresh_from_db()
    assert row.quote_data == SNAPSHOT


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_correction_needs_a_reason(reason: str) -> None:
    assert refused(lead(), reason=reason).code == "needs_reason"


def test_a_lead_that_is_gone_is_not_corrected() -> None:
    assert refused(lead(), lead_id=new_id()).code == "gone"


def test_what_somebody_changed_meanwhile_is_not_overwritten() -> None:
    row = lead()
    seen = Lead.objects.get().updated_at
    Lead.objects.update(location="Pune")
    error = refused(row, version=seen)
    assert (error.code, error.at) == ("changed_meanwhile", Lead.objects.get().updated_at)


def test_the_version_that_was_looked_at_is_good() -> None:
    row = lead()
    version = Lead.objects.get().updated_at
    changes = {"name": "Priya Rao"}
    assert corrections.correct(
        lead_id=row.pk, changes=changes, reason="Heard", actor=NEHA, version=version
    ) == ["name"]


def test_another_leads_email_of_that_day_is_refused_and_nothing_is_written() -> None:
    row = lead(1)
    lead(2, email="Priya@example.com")
    assert refused(row, changes={"name": "Priya Rao", "email": "priya@example.com"}).code == "duplicate"
    row.refresh_from_db()
    assert (row.name, row.email) == ("Priya Sharma 1", None)


def test_another_leads_email_of_another_day_is_the_same_person() -> None:
    row = lead(1)
    lead(2, email="priya@example.com", asked=row.created_at - timedelta(days=1))
    assert correct(row, email="priya@example.com") == ["email"]


def test_a_customer_whom_nobody_could_reach_is_refused() -> None:
    assert refused(lead(), changes={"phone": None}).code == "no_contact"


def test_a_correction_is_found_by_the_search() -> None:
    correct(lead(), name="Priya Rao")
    assert "priya rao" in Lead.objects.get().search_text


def test_what_may_be_corrected_is_what_the_customer_told_us() -> None:
    assert CORRECTABLE == ("name", "phone", "email", "company", "role", "location", "message")
