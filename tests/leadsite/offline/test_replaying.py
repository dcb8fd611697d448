"""Actions that were taken without network: each once, in order, by the doors of the pages."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError
from django.utils import timezone
from psycopg.errors import (
    AdminShutdown,
    ConnectionFailure,
    DiskFull,
    LockNotAvailable,
    ProgramLimitExceeded,
    TooManyConnections,
)
from pytest_django.fixtures import Settings

from activity import approvals, follow_ups
from activity.kinds import Actor
from activity.models import Activity
from activity.timeline import entry
from assignments.models import Assignment
from leads.erasure import erase_lead
from leads.models import Lead
from leads.workflow import change_status
from leadsite.accounts.models import User
from leadsite.offline import replaying
from leadsite.offline.models import OfflineAction
from tests.activity.outbox.conftest import channel
from tests.leads.facts import lead
from tests.leads.steps import logged_in, state
from tests.leadsite.offline.queued import AGO, action, call, move, post, results, send
from tests.people import alice, bob, in_role

pytestmark = pytest.mark.django_db
__all__ = ["channel"]  # the fixture of the outbox


def colleague() -> Actor:
    return Actor("user", in_role("Sales", "rajesh", "Rajesh Kumar").identifier)


def moved_by_another(row: Lead, to: str) -> None:
    change_status(leads=Lead.objects.filter(pk=row.pk), to=to, actor=colleague(), manager=False)


def planned(row: Lead) -> Activity:
    return follow_ups.plan(
        lead_id=row.pk, action="call", at=timezone.now() + timedelta(hours=3), reason="Samples",
        actor=Actor("user", "sales_user_9"), now=timezone.now(),
    )  # fmt: skip


def asked(row: Lead) -> Activity:
    return approvals.ask(
        lead_id=row.pk, what="5 % off", approval_type="discount", actor=Actor("user", "sales_user_9")
    )


# What is done to a lead without network: its kind, what is typed, what the log says then.
ON_LEAD = [
    ("note", {"text": "Prefers mornings"}, "note"),
    ("call", {"kind": "call", "direction": "out", "outcome": "reached"}, "call"),
    ("call", {"kind": "whatsapp", "direction": "in", "message": "Wants oak"}, "whatsapp"),
    ("status", {"to": "qualified"}, "status_change"),
    ("follow_up", {"action": "meeting", "at": "2099-12-01T10:00"}, "follow_up"),
    ("approval", {"approval_type": "discount", "what": "5 % off"}, "approval"),
]
ON_ROW = [
    ("follow_up_done", planned, {"outcome": "Orders on Friday"}, "completed"),
    ("follow_up_later", planned, {"at": "2099-12-01T10:00"}, "cancelled"),
    ("follow_up_cancelled", planned, {"reason": "Bought elsewhere"}, "cancelled"),
    ("decision", asked, {"verdict": "approved", "reason": "A good customer"}, "approved"),
]


@pytest.mark.parametrize(("kind", "fields", "logged"), ON_LEAD)
def test_an_action_is_done_by_its_colleague_and_the_devices_time_is_kept_beside_ours(
    kind: str, fields: dict[str, str], logged: str
) -> None:
    row, neha = lead(), in_role("Sales")
    sent = action(row, kind, fields=fields)
    before = timezone.now()
    assert results(neha, sent) == ["done"]
    made = Activity.objects.get(type=logged, actor_id=neha.identifier)
    assert made.created_at >= before
    assert made.metadata["claimed_at"] == sent["claimed_at"]


@pytest.mark.parametrize(("kind", "made", "fields", "status"), ON_ROW)
def test_what_waits_on_a_lead_is_settled(
    kind: str, made: object, fields: dict[str, str], status: str
) -> None:
    row, manager = lead(), in_role("Manager")
    waiting = made(row)
    assert results(manager, action(row, kind, row=str(waiting.pk), fields=fields)) == ["done"]
    waiting.refresh_from_db()
    assert waiting.status == status


@pytest.mark.usefixtures("channel")
def test_an_sms_is_posted_once() -> None:
    row, neha = lead(), in_role("Sales")
    sent = action(row, "sms", fields={"text": "The oak has come.", "parts": "1"})
    assert results(neha, sent, sent) == ["done", "already"]
    assert Activity.objects.filter(type="sms").count() == 1


@pytest.mark.usefixtures("channel")
def test_an_sms_that_was_edited_in_the_queue_is_posted_however_many_it_is_now() -> None:
    row, neha = lead(), in_role("Sales")
    assert results(neha, action(row, "sms", fields={"text": "oak " * 60, "parts": "1"})) == ["done"]
    assert Activity.objects.filter(type="sms").count() == 1


@pytest.mark.parametrize(("kind", "fields", "logged"), ON_LEAD)
def test_sent_again_nothing_is_done_again(kind: str, fields: dict[str, str], logged: str) -> None:
    row, neha = lead(), in_role("Sales")
    sent = action(row, kind, fields=fields)
    send(neha, sent)
    after = state()
    assert results(neha, sent) == ["already"]
    assert state() == after


def test_a_move_whose_answer_was_lost_is_no_conflict_though_a_colleague_went_on() -> None:
    row, neha = lead(), in_role("Sales")
    sent = move(row, "contacted")
    send(neha, sent)
    moved_by_another(row, "qualified")
    assert results(neha, sent) == ["already"]


def test_a_note_that_the_page_had_sent_already_is_there_once() -> None:
    row, neha = lead(), in_role("Sales")
    sent = action(row)
    Activity.objects.create(
        id=sent["key"], lead=row, type="note", message="Prefers mornings", actor_type="user",
        actor_id=neha.identifier,
    )  # fmt: skip
    assert results(neha, sent) == ["already"]


def test_a_key_that_was_used_for_other_words_is_refused() -> None:
    row, neha = lead(), in_role("Sales")
    sent = action(row)
    send(neha, sent)
    (told,) = send(neha, {**sent, "fields": {"text": "Other words"}})
    assert (told["result"], told["code"]) == ("refused", "used_key")
    assert Activity.objects.filter(type="note").count() == 1


def test_a_colleagues_key_says_nothing_to_another() -> None:
    row = lead()
    sent = action(row)
    send(in_role("Sales"), sent)
    (told,) = send(in_role("Sales", "rajesh", "Rajesh Kumar"), sent)
    assert (told["result"], told["code"]) == ("refused", "used_key")


def test_ones_own_queue_is_no_conflict_with_itself() -> None:
    """A call moves the lead's version, and the moves after it were based on the one before."""
    row, neha = lead(), in_role("Sales")
    actions = [call(row), move(row, "contacted"), action(row), move(row, "qualified"), call(row)]
    assert results(neha, *actions[:3]) == ["done"] * 3
    assert results(neha, *actions) == ["already"] * 3 + ["done"] * 2


def test_what_one_did_on_another_device_is_a_conflict() -> None:
    row, neha = lead(), in_role("Sales")
    at_the_desk, on_the_phone = move(row, "nurturing"), move(row, "qualified")
    post(neha, at_the_desk, device=str(uuid4()))
    phone = post(neha, on_the_phone, device=str(uuid4())).json()["answers"]
    assert [one["result"] for one in phone] == ["conflict"]
    assert Lead.objects.get().status == "nurturing"


def test_a_colleagues_call_is_no_conflict_with_a_move_nor_ones_own_move_before_it() -> None:
    row, neha = lead(), in_role("Sales")
    first, second = move(row, "contacted"), move(row, "qualified")
    Lead.objects.filter(pk=row.pk).update(last_contact_at=timezone.now())
    assert results(neha, first, second) == ["done", "done"]


def test_what_a_colleague_did_between_two_of_ones_own_is_a_conflict() -> None:
    row, neha = lead(), in_role("Sales")
    first, second = call(row), move(row, "qualified")
    send(neha, first)
    moved_by_another(row, "nurturing")
    assert results(neha, second) == ["conflict"]


def test_a_conflict_shows_the_other_side_and_a_colleague_may_insist() -> None:
    row, neha = lead(), in_role("Sales")
    sent = move(row, "qualified")
    moved_by_another(row, "nurturing")
    (told,) = send(neha, sent)
    assert (told["result"], told["code"]) == ("conflict", "changed_meanwhile")
    assert (told["lead"]["status"], told["lead"]["status_name"]) == ("nurturing", "Nurturing")
    assert [(one["text"], one["actor"]) for one in told["news"]] == [
        ("Moved from New to Nurturing", "Rajesh Kumar")
    ]
    (side,) = told["sides"]
    assert [side[name] for name in ("label", "seen", "wanted", "now", "who")] == [
        "Status", "New", "Qualified", "Nurturing", "Rajesh Kumar",
    ]  # fmt: skip
    assert results(neha, {**sent, "expected": told["lead"]["version"]}) == ["done"]


@pytest.mark.parametrize("times", [{"quick": "hour"}, {"at": "2099-12-01T10:00"}])
def test_a_follow_up_that_the_page_had_planned_is_there_once(times: dict[str, str]) -> None:
    """Its answer was lost, and by now “in an hour” is another minute."""
    row, neha = lead(), in_role("Sales")
    sent = action(row, "follow_up", fields={"action": "call", "reason": "", **times})
    logged_in(neha).post(f"/admin/leads/lead/{row.pk}/follow-up/", {**sent["fields"], "key": sent["key"]})
    after = state()
    assert Activity.objects.filter(type="follow_up").count() == 1
    assert results(neha, sent) == ["already"]
    assert state() == after


def test_a_follow_up_that_the_page_had_planned_is_there_though_its_time_has_passed() -> None:
    row, neha = lead(), in_role("Sales")
    at = timezone.localtime(timezone.now() - timedelta(hours=1)).replace(second=0, microsecond=0)
    fields = {"action": "call", "reason": "", "at": at.strftime("%Y-%m-%dT%H:%M")}
    sent = action(row, "follow_up", fields=fields)
    follow_ups.plan(
        lead_id=row.pk, action="call", at=at, reason="", actor=Actor("user", neha.identifier),
        now=at - timedelta(hours=1), key=UUID(sent["key"]),
    )  # fmt: skip
    assert results(neha, sent) == ["already"]


@pytest.mark.parametrize(("kind", "made", "fields", "status"), ON_ROW)
def test_what_one_settled_oneself_with_the_same_words_is_no_conflict(
    kind: str, made: object, fields: dict[str, str], status: str
) -> None:
    """The page's answer was lost, or its button was pressed twice."""
    row, manager = lead(), in_role("Manager")
    waiting = made(row)
    first, second = (action(row, kind, row=str(waiting.pk), fields=fields) for _ in range(2))
    send(manager, first)
    after = state()
    assert results(manager, second) == ["already"]
    assert state() == after


def test_an_hour_from_then_put_off_twice_is_put_off_once() -> None:
    row, neha = lead(), in_role("Sales")
    waiting = planned(row)
    fields = {"quick": "hour", "at": ""}
    first = action(row, "follow_up_later", row=str(waiting.pk), fields=fields, claimed_at=None)
    second = action(row, "follow_up_later", row=str(waiting.pk), fields=fields)
    assert results(neha, first, second) == ["done", "already"]


def test_what_somebody_else_settled_is_a_conflict() -> None:
    row, manager = lead(), in_role("Manager")
    waiting = planned(row)
    follow_ups.cancel(activity_id=waiting.pk, reason="Bought elsewhere", actor=colleague())
    sent = action(row, "follow_up_done", row=str(waiting.pk), fields={"outcome": "Orders"})
    (told,) = send(manager, sent)
    assert (told["result"], told["code"]) == ("conflict", "closed")
    assert "Bought elsewhere" in told["words"]


def test_an_invalid_one_says_which_field_and_writes_nothing() -> None:
    row, neha = lead(), in_role("Sales")
    before = state()
    (told,) = send(neha, action(row, fields={"text": " "}))
    assert (told["result"], told["fields"]) == ("refused", {"text": "Write the note first."})
    assert (state(), OfflineAction.objects.count()) == (before, 0)


def test_a_refused_one_goes_under_the_same_key_once_it_is_put_right() -> None:
    row, neha = lead(), in_role("Sales")
    sent = action(row, fields={"text": " "})
    send(neha, sent)
    assert results(neha, {**sent, "fields": {"text": "Prefers mornings"}}) == ["done"]


def test_a_failure_holds_back_the_rest_of_its_lead_and_nothing_of_others() -> None:
    row, other, neha = lead(), lead(2), in_role("Sales")
    told = send(neha, action(row, fields={"text": ""}), action(row), action(other), action(row))
    assert [(one["result"], one.get("code", "")) for one in told] == [
        ("refused", "invalid"), ("later", "held_back"), ("done", ""), ("later", "held_back"),
    ]  # fmt: skip


def test_the_clock_stops_when_the_call_arrives_not_when_the_device_says() -> None:
    row, neha = lead(), in_role("Sales")
    owned = Assignment.objects.create(
        lead=row, owner=neha, owner_name=neha.name, sla_deadline=timezone.now() - AGO / 2
    )
    before = timezone.now()
    send(neha, call(row))
    owned.refresh_from_db()
    row.refresh_from_db()
    assert owned.completed_at >= before
    assert owned.sla_met is False
    assert row.first_response_at >= before


def test_an_hour_from_then_is_an_hour_after_the_device_said_so() -> None:
    row, neha = lead(), in_role("Sales")
    claimed = timezone.now() - timedelta(minutes=20)
    fields = {"action": "call", "quick": "hour", "reason": ""}
    send(neha, action(row, "follow_up", claimed_at=claimed.isoformat(), fields=fields))
    due = Activity.objects.get(type="follow_up").due_at
    assert due == (claimed + timedelta(hours=1)).replace(second=0, microsecond=0)


@pytest.mark.parametrize("kind", ["follow_up", "follow_up_later"])
@pytest.mark.parametrize("chosen", [{"quick": "hour", "at": ""}, {}])
def test_a_follow_up_whose_time_has_passed_is_due_at_once_and_says_what_it_was_meant_for(
    kind: str, chosen: dict[str, str]
) -> None:
    """The network was away for three hours, or the device's clock is slow by as many."""
    row, neha = lead(), in_role("Sales")
    claimed = timezone.now() - timedelta(hours=3)
    at = (claimed + timedelta(hours=1)).replace(second=0, microsecond=0)
    fields = {
        "action": "call",
        "reason": "",
        "at": timezone.localtime(at).strftime("%Y-%m-%dT%H:%M"),
        **chosen,
    }
    of = {"row": str(planned(row).pk)} if kind == "follow_up_later" else {}
    before = timezone.now()
    (told,) = send(neha, action(row, kind, claimed_at=claimed.isoformat(), fields=fields, **of))
    assert (told["result"], told["words"]) == ("done", "Its time has passed: it is due now.")
    made = Activity.objects.get(type="follow_up", actor_id=neha.identifier)
    assert before <= made.due_at <= timezone.now()
    assert datetime.fromisoformat(made.metadata["meant_for"]) == at


def test_a_time_that_had_passed_when_it_was_chosen_is_refused() -> None:
    row, neha = lead(), in_role("Sales")
    (told,) = send(
        neha, action(row, "follow_up", fields={"action": "call", "reason": "", "at": "2020-01-01T10:00"})
    )
    assert (told["result"], told["code"]) == ("refused", "in_the_past")


@pytest.mark.parametrize(
    "claimed", [timezone.now() + timedelta(hours=2), datetime.fromisoformat("1970-01-01T00:00:09+00:00")]
)
def test_a_time_that_no_device_can_mean_is_not_kept(claimed: datetime) -> None:
    row, neha = lead(), in_role("Sales")
    assert results(neha, action(row, claimed_at=claimed.isoformat())) == ["done"]
    assert Activity.objects.get(type="note").metadata is None


def test_the_timeline_tells_the_devices_time_beside_ours() -> None:
    row, neha = lead(), in_role("Sales")
    sent = action(row)
    send(neha, sent)
    assert entry(Activity.objects.get(type="note")).claimed_at == datetime.fromisoformat(sent["claimed_at"])


def test_a_lead_out_of_sight_is_told_like_one_that_never_was(settings: Settings) -> None:
    settings.SALES_SEE = "own"
    row, neha = lead(), in_role("Sales")
    owner = in_role("Sales", "rajesh", "Rajesh Kumar")
    Assignment.objects.create(lead=row, owner=owner, owner_name="Rajesh", sla_deadline=timezone.now())
    told = send(neha, action(row), action(row, lead=str(uuid4())))
    assert [(one["result"], one["code"]) for one in told] == [("refused", "not_found")] * 2


def test_an_erased_lead_is_said_to_be_gone() -> None:
    row, neha = lead(), in_role("Sales")
    sent, later = action(row), action(row)
    send(neha, sent)
    erase_lead(row.pk)
    assert OfflineAction.objects.count() == 0
    (told,) = send(neha, later)
    assert (told["result"], told["code"]) == ("refused", "gone")


def test_who_may_no_longer_work_leads_is_refused() -> None:
    (told,) = send(bob("leads.view_lead"), action(lead()))
    assert (told["result"], told["code"]) == ("refused", "not_allowed")


def test_a_row_of_another_lead_is_not_found() -> None:
    row, other = lead(), lead(2)
    sent = action(other, "follow_up_done", row=str(planned(row).pk), fields={"outcome": "x"})
    assert [one["code"] for one in send(in_role("Manager"), sent)] == ["not_found"]


BROKEN = [
    {"kind": "delete"}, {"kind": []}, {"kind": {}}, {"key": "1"}, {"lead": "x"}, {"row": str(uuid4())}, {"expected": "yesterday"},
    {"claimed_at": "2026-11-27T10:00"}, {"fields": {"text": 1}}, {"fields": []}, {"fields": {"text": "x" * 10_001}},
]  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_no_action_is_refused_and_holds_up_no_other_lead(broken: dict[str, object]) -> None:
    row, other = lead(), lead(2)
    told = send(alice(), {**action(row), **broken}, action(other))
    assert [(one["result"], one.get("code", "")) for one in told] == [("refused", "unreadable"), ("done", "")]


def test_an_action_at_which_the_site_fails_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(replaying, "row_of", broken)
    row, other, user = lead(), lead(2), alice()
    (told,) = send(user, action(row))
    assert (told["result"], told["code"]) == ("refused", "failed")
    assert "a mistake of ours" in caplog.text
    monkeypatch.undo()
    assert results(user, action(row), action(other)) == ["done", "done"]


def test_no_action_at_all_is_refused() -> None:
    assert results(alice(), None, "x", 1) == ["refused", "later", "later"]


def failing_at(monkeypatch: pytest.MonkeyPatch, row: Lead, cause: Exception) -> None:
    """What the database says to whoever takes a step on this lead."""
    held = replaying.held

    def refused(lead_id: UUID, user: User) -> Lead:
        if lead_id == row.pk:
            raise OperationalError("no") from cause
        return held(lead_id, user)

    monkeypatch.setattr(replaying, "held", refused)


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (LockNotAvailable(), ["later", "later", "done"]),
        (DiskFull(), ["later", "later", "done"]),
        (ProgramLimitExceeded(), ["refused", "later", "done"]),
    ],
)
def test_what_the_database_refuses_of_one_action_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, cause: Exception, told: list[str]
) -> None:
    row, other, neha = lead(), lead(2), alice()
    failing_at(monkeypatch, row, cause)
    assert results(neha, action(row), action(row), action(other)) == told
    assert OfflineAction.objects.count() == 1


@pytest.mark.parametrize("cause", [AdminShutdown(), ConnectionFailure(), TooManyConnections(), EOFError()])
def test_a_database_that_is_away_answers_nothing(monkeypatch: pytest.MonkeyPatch, cause: Exception) -> None:
    row, other, user = lead(), lead(2), alice()
    failing_at(monkeypatch, row, cause)
    replayed = replaying.replay(
        [action(row), action(other)], user=user, site="", until=timezone.now() + timedelta(minutes=1)
    )
    with pytest.raises(OperationalError):
        list(replayed)
    assert OfflineAction.objects.count() == 0


def test_what_does_not_fit_into_the_time_is_for_later() -> None:
    row, user = lead(), alice()
    told = list(replaying.replay([action(row)], user=user, site="", until=timezone.now()))
    assert [one["result"] for one in told] == ["later"]


def test_several_rows_of_a_lead_and_a_person_are_told_apart() -> None:
    row = lead()
    users: list[User] = [in_role("Sales"), in_role("Sales", "rajesh", "Rajesh Kumar")]
    first, second = move(row, "contacted"), move(row, "qualified")
    assert results(users[0], first) == ["done"]
    assert results(users[1], second) == ["conflict"]
