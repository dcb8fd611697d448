"""What a customer told us is corrected through one door, which logs it."""

from datetime import timedelta

import pytest

from activity.kinds import Actor
from activity.models import Activity
from leads import corrections
from leads.corrections import CORRECTABLE
from leads.exceptions import Author, Clash, Conflict, Refused
from leads.models import Lead
from leadsite.keys import new_id
from tests.leads.facts import SNAPSHOT, lead
from tests.people import in_role

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


def test_what_a_colleague_corrected_meanwhile_is_not_overwritten_and_both_sides_are_told() -> None:
    row, rajesh = lead(), in_role("Sales", "rajesh", "Rajesh Kumar")
    seen = as_seen(row)
    by = Actor("user", rajesh.identifier)
    corrections.correct(lead_id=row.pk, changes={"name": "Priya Iyer"}, reason="Married", actor=by)
    (logged,) = Activity.objects.all()
    with pytest.raises(Conflict) as caught:
        corrections.correct(
            lead_id=row.pk,
            changes={**seen, "name": "Priya Rao", "company": "Rao"},
            reason="Heard",
            actor=NEHA,
            was=seen,
        )
    assert (caught.value.code, caught.value.clashes) == (
        "changed_meanwhile",
        (
            Clash(
                "name", "Priya Sharma 1", "Priya Rao", "Priya Iyer", "Heard",
                Author("user", rajesh.identifier, "Rajesh Kumar"), logged.created_at, "Married",
            ),
        ),
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.name, row.company) == ("Priya Iyer", None)


def test_corrections_of_different_fields_merge() -> None:
    row = lead(location="Pune")
    seen = as_seen(row)
    corrections.correct(lead_id=row.pk, changes={"location": "Mumbai"}, reason="Moved", actor=NEHA, was=seen)
    corrections.correct(
        lead_id=row.pk, changes={**seen, "name": "Priya Rao"}, reason="Heard", actor=NEHA, was=seen
    )
    row.refresh_from_db()
    assert (row.name, row.location) == ("Priya Rao", "Mumbai")


def test_the_same_correction_of_two_colleagues_is_no_conflict() -> None:
    row = lead()
    seen = as_seen(row)
    correct(row, name="Priya Rao")
    changes = {**seen, "name": "Priya Rao", "company": "Rao"}
    assert corrections.correct(lead_id=row.pk, changes=changes, reason="Heard", actor=NEHA, was=seen) == [
        "company"
    ]


def as_seen(row: Lead) -> dict[str, str | None]:
    return {name: getattr(row, name) for name in CORRECTABLE}


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
