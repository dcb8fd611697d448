from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from activity import notes, recorder
from activity.chats import left_before_sending
from activity.kinds import Actor
from activity.models import Activity
from assignments import workflow
from leads.models import Lead
from leadsite.outside.models import ReceivedHook
from tests.activity.chats.meta import kept, taken_in, webhook, wrote
from tests.leads.facts import lead

pytestmark = pytest.mark.django_db
# A Thursday, 12:30 in the shop, which is open from 9 to 18 on weekdays.
NOON = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EVENING = NOON + timedelta(hours=5, minutes=15)  # 17:45
BOB = Actor("user", "bob")


@pytest.fixture(autouse=True)
def we_hear_whatsapp() -> None:
    ReceivedHook.objects.create(provider="whatsapp", delivery="1", received_at=NOON - 30 * DAY)


def planned(row: Lead | None = None) -> list[tuple[str, str]]:
    rows = Activity.objects.filter(type="follow_up", **({"lead": row} if row else {}))
    return [(one.message, one.status) for one in rows]


ASKED = [("Customer left before sending", "pending")]


def test_who_asked_and_never_sent_is_somebody_s_to_do_after_thirty_working_minutes() -> None:
    row = lead(asked=NOON)
    assert left_before_sending.look(now=NOON + 29 * MINUTE) == 0
    assert left_before_sending.look(now=NOON + 30 * MINUTE) == 1
    told = Activity.objects.get(type="follow_up")
    assert (told.lead_id, told.due_at, told.metadata) == (
        row.pk,
        NOON + 30 * MINUTE,
        {
            "action": "call",
            "scheduled_for": (NOON + 30 * MINUTE).isoformat(),
            "reason": "customer left before sending",
        },
    )


def test_minutes_of_a_closed_shop_do_not_count() -> None:
    lead(asked=EVENING)
    assert left_before_sending.look(now=EVENING + 12 * HOUR) == 0
    morning = datetime(2026, 11, 27, 3, 30, tzinfo=UTC)  # 9:00
    assert left_before_sending.look(now=morning + 14 * MINUTE) == 0
    assert left_before_sending.look(now=morning + 15 * MINUTE) == 1


def test_it_is_planned_once_also_after_it_was_done() -> None:
    lead(asked=NOON)
    for _ in range(2):
        left_before_sending.look(now=NOON + HOUR)
    row = Activity.objects.get(type="follow_up")
    recorder.close(activity_id=row.pk, kind="follow_up", status="cancelled", actor=BOB)
    assert left_before_sending.look(now=NOON + 2 * HOUR) == 0
    assert planned() == [("Customer left before sending", "cancelled")]


def test_two_workers_plan_it_once() -> None:
    row = lead(asked=NOON)
    assert [left_before_sending.plan(row.pk, NOON + HOUR) for _ in range(2)] == [True, False]


def test_who_wrote_has_not_left() -> None:
    lead(asked=NOON)
    taken_in(wrote(at=NOON + MINUTE), at=NOON + MINUTE)
    assert (left_before_sending.look(now=NOON + HOUR), planned()) == (0, [])


def test_who_was_spoken_to_has_not_left() -> None:
    row = lead(asked=NOON)
    facts = {"direction": "out", "outcome": "reached"}
    workflow.record_contact(
        lead_id=row.pk, kind="call", message="x", facts=facts, actor=BOB, now=NOON + MINUTE
    )
    assert left_before_sending.look(now=NOON + HOUR) == 0


def test_a_note_is_no_word_of_the_customer() -> None:
    row = lead(asked=NOON)
    notes.write(lead_id=row.pk, text="Looks good", actor=BOB)
    assert left_before_sending.look(now=NOON + HOUR) == 1


def test_who_writes_after_all_need_not_be_asked() -> None:
    lead(asked=NOON)
    left_before_sending.look(now=NOON + HOUR)
    taken_in(wrote(at=NOON + 2 * HOUR), at=NOON + 2 * HOUR)
    assert planned() == [("Customer left before sending", "cancelled")]
    assert Activity.objects.get(type="follow_up").metadata["outcome"] == "the customer wrote"


@pytest.mark.parametrize(
    "changed",
    [{"suspect": "flood"}, {"source": "referral"}, {"status": "contacted"}, {"asked": NOON - 8 * DAY}],
)
def test_others_are_not_asked_about(changed: dict[str, object]) -> None:
    lead(**{"asked": NOON, **changed})
    assert left_before_sending.look(now=NOON + HOUR) == 0


def test_a_customer_with_an_e_mail_alone_is_written_to() -> None:
    lead(asked=NOON, phone=None, email="priya@example.com")
    left_before_sending.look(now=NOON + HOUR)
    assert Activity.objects.get(type="follow_up").metadata["action"] == "email"


def test_a_shop_that_does_not_hear_whatsapp_cannot_know(settings: Settings) -> None:
    lead(asked=NOON)
    ReceivedHook.objects.all().delete()
    assert left_before_sending.look(now=NOON + HOUR) == 0
    ReceivedHook.objects.create(
        provider="whatsapp", delivery="2", received_at=NOON + MINUTE
    )  # later than the quote
    assert left_before_sending.look(now=NOON + HOUR) == 0
    settings.WHATSAPP_APP_SECRET = ""
    assert left_before_sending.hearing_since() is None


def test_nothing_is_said_while_messages_wait_to_be_read() -> None:
    lead(asked=NOON)
    kept(webhook(wrote()), at=NOON)
    assert left_before_sending.look(now=NOON + HOUR) == 0


def test_no_minutes_ask_for_nothing(settings: Settings) -> None:
    settings.WHATSAPP_SILENT_MINUTES = 0
    lead(asked=NOON)
    assert left_before_sending.look(now=NOON + HOUR) == 0
