from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from activity.letters.acknowledging import acknowledge, acknowledge_lead
from activity.letters.models import LetterTemplate
from activity.letters.sample import sample
from activity.models import Activity
from activity.outbox import stops
from activity.outbox.models import OutgoingMessage, StopReason
from leads.enquiry import valid_until
from leads.erasure import erase_lead
from leads.models import Lead, Submission
from leads.quoting import snapshot
from leads.quoting.calculator import LineRequest, price
from leadsite.jobs.models import Job
from tests.activity.letters.letters import ADDRESS, customer
from tests.leads.quoting.rows import NOW, price_list

pytestmark = pytest.mark.django_db


def asked(language: str = "en", **changed: Any) -> Lead:
    quote = price(price_list(), [LineRequest("premium-laminate", Decimal(20))], currency="INR")
    kept = snapshot.build(quote, folio="Q1", computed_at=NOW, valid_until=valid_until(NOW))
    row = customer(quote_data=kept, **changed)
    Submission.objects.filter(lead=row).update(quote=kept, submitted={"language": language})
    return row


def sent() -> list[OutgoingMessage]:
    return list(OutgoingMessage.objects.select_related("activity"))


@pytest.mark.parametrize(
    ("language", "subject", "word"),
    [("en", "Your quote Q1 from", "Premium laminate"), ("hi", "से आपका कोटेशन Q1", "कुल"), ("es", "Su presupuesto Q1 de", "Total")],
)  # fmt: skip
def test_the_customer_gets_the_quote_in_their_language(language: str, subject: str, word: str) -> None:
    acknowledge(asked(language).pk, now=NOW)
    (letter,) = sent()
    assert subject in letter.subject
    assert word in letter.text
    assert word in letter.html
    assert "₹2,200" in letter.text or "2.200" in letter.text
    assert letter.address == ADDRESS


def test_the_log_says_so_and_a_job_sends_it() -> None:
    row = asked()
    acknowledge(row.pk, now=NOW)
    logged = Activity.objects.get(lead=row, type="email")
    assert (logged.status, logged.actor_type) == ("queued", "system")
    assert logged.metadata["automatic"] is True
    assert (logged.metadata["template"], logged.metadata["direction"]) == ("acknowledgement", "out")
    assert Job.objects.filter(task_name="send-message", args__activity_id=str(logged.pk)).count() == 1


def test_a_second_time_is_harmless() -> None:
    row = asked()
    for _ in range(3):
        acknowledge(row.pk, now=NOW)
    assert len(sent()) == 1


def test_a_template_changed_between_two_runs_sends_nothing_more() -> None:
    row = asked()
    acknowledge(row.pk, now=NOW)
    LetterTemplate.objects.update(subject="Other")
    acknowledge(row.pk, now=NOW)
    assert len(sent()) == 1


def test_it_never_answers_the_customers_clock() -> None:
    row = asked()
    acknowledge(row.pk, now=NOW)
    row.refresh_from_db()
    assert row.first_response_at is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: Lead.objects.filter(pk=row.pk).update(email=None),
        lambda row: Submission.objects.filter(lead=row).update(suspect="flood"),
        lambda row: Lead.objects.filter(pk=row.pk).update(quote_data=None) and Submission.objects.filter(lead=row).update(quote=None),
        lambda row: stops.stop(channel="email", address=ADDRESS.upper(), reason=StopReason.BOUNCE, now=NOW),
        lambda row: LetterTemplate.objects.filter(purpose="acknowledgement").update(is_used=False),
        lambda row: erase_lead(row.pk),
    ],
    ids=["no address", "suspect", "no quote", "stopped", "out of use", "erased"],
)  # fmt: skip
def test_where_nothing_is_to_be_sent_nothing_is(spoil: Any) -> None:
    row = asked()
    spoil(row)
    acknowledge(row.pk, now=NOW)
    assert sent() == []


def test_after_two_days_a_person_answers() -> None:
    acknowledge(asked().pk, now=NOW + timedelta(days=2, seconds=1))
    assert sent() == []


def test_the_task_goes_by_the_clock() -> None:
    row = asked(asked=timezone.now())
    acknowledge_lead(lead_id=str(row.pk))
    assert len(sent()) == 1


def test_a_name_cannot_carry_a_link_to_somebody_else() -> None:
    acknowledge(asked(name="Win https://evil.example/now").pk, now=NOW)
    (letter,) = sent()
    assert "evil.example" not in letter.text + letter.html


def test_the_sample_is_made_of_the_same_parts() -> None:
    assert sample("en", colleague="x").quote["lines"][0]["product"] == "Premium laminate"
