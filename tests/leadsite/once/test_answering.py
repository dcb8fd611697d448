"""The same key and body: done once, answered always."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections

from activity.kinds import Actor
from activity.models import Activity
from activity.notes import write
from leads.models import Lead
from leadsite.keys import new_id
from leadsite.once import answering
from leadsite.once.answering import Answer, Asked, OtherBody, StillRunning, answer_once
from leadsite.once.models import IdempotencyKey
from tests.leads.facts import lead
from tests.racing import alone

NOW = datetime(2026, 11, 27, 6, tzinfo=UTC)
NEHA = Actor("user", "sales_user_5")
ASKED = Asked("api", NEHA, "k1", "a" * 64)


def noting(row: Lead, text: str = "Prefers mornings") -> Callable[[], Answer]:
    def do() -> Answer:
        note = write(lead_id=row.pk, text=text, actor=NEHA)
        return Answer(201, f'{{"id": "{note.pk}"}}', lead_id=row.pk)

    return do


def notes() -> int:
    return Activity.objects.filter(type="note").count()


@pytest.mark.django_db
def test_the_first_write_is_done() -> None:
    answer, replayed = answer_once(ASKED, noting(lead()), now=NOW)
    assert (answer.status, replayed, notes()) == (201, False, 1)


@pytest.mark.django_db
def test_the_second_gets_the_first_answer_and_does_nothing() -> None:
    row = lead()
    first, _ = answer_once(ASKED, noting(row), now=NOW)
    assert answer_once(ASKED, noting(row), now=NOW + timedelta(hours=23)) == (first, True)
    assert notes() == 1


@pytest.mark.django_db
def test_another_body_is_refused() -> None:
    row = lead()
    answer_once(ASKED, noting(row), now=NOW)
    with pytest.raises(OtherBody):
        answer_once(Asked("api", NEHA, "k1", "b" * 64), noting(row), now=NOW)
    assert notes() == 1


@pytest.mark.parametrize(
    "other", [Asked("desk", NEHA, "k1", "b" * 64), Asked("api", Actor("user", "x"), "k1", "b" * 64)]
)
@pytest.mark.django_db
def test_the_same_key_of_somebody_else_is_another(other: Asked) -> None:
    row = lead()
    answer_once(ASKED, noting(row), now=NOW)
    assert answer_once(other, noting(row), now=NOW)[1] is False


@pytest.mark.django_db
def test_a_day_later_the_key_is_free_again() -> None:
    row = lead()
    answer_once(ASKED, noting(row), now=NOW)
    later = NOW + timedelta(hours=24)
    assert answer_once(Asked("api", NEHA, "k1", "b" * 64), noting(row), now=later)[1] is False
    assert notes() == 2


def claim() -> None:
    assert answering.claimed(ASKED, NOW)


@pytest.mark.django_db
def test_while_the_first_is_at_work_the_second_is_told_so() -> None:
    claim()
    with pytest.raises(StillRunning):
        answer_once(ASKED, noting(lead()), now=NOW + timedelta(seconds=89))
    assert notes() == 0


@pytest.mark.django_db
def test_the_claim_of_who_died_goes_stale() -> None:
    claim()
    assert answer_once(ASKED, noting(lead()), now=NOW + timedelta(seconds=90))[1] is False


@pytest.mark.django_db
def test_a_stale_claim_is_not_taken_over_by_another_body() -> None:
    claim()
    with pytest.raises(OtherBody):
        answer_once(Asked("api", NEHA, "k1", "b" * 64), noting(lead()), now=NOW + timedelta(seconds=90))


@pytest.mark.django_db
def test_an_error_does_nothing_and_frees_the_key() -> None:
    row = lead()

    def fail() -> Answer:
        noting(row)()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        answer_once(ASKED, fail, now=NOW)
    assert (notes(), IdempotencyKey.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_who_comes_back_after_the_claim_was_taken_over_has_done_nothing() -> None:
    row = lead()

    def slow() -> Answer:
        answer = noting(row)()
        IdempotencyKey.objects.update(id=new_id())
        return answer

    with pytest.raises(StillRunning):
        answer_once(ASKED, slow, now=NOW)
    assert notes() == 0


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_is_done() -> None:
    row = lead()
    many = 40

    def send() -> object:
        return alone(lambda: answer_once(ASKED, noting(row), now=NOW))

    with ThreadPoolExecutor(8) as pool:
        results = [future.result() for future in [pool.submit(send) for _ in range(many)]]
    answers = {result[0] for result in results if isinstance(result, tuple)}
    others = [result for result in results if not isinstance(result, tuple)]
    assert (notes(), len(answers)) == (1, 1)
    assert all(isinstance(result, StillRunning) for result in others), others


@pytest.mark.django_db(transaction=True)
def test_a_process_that_dies_at_work_has_done_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    row = lead()
    monkeypatch.setattr(answering, "release", lambda claim: None)

    def die() -> Answer:
        answer = noting(row)()
        with connection.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(pg_backend_pid())")
        return answer

    with pytest.raises(Exception, match="terminat"):
        answer_once(ASKED, die, now=NOW)
    connections.close_all()
    assert (notes(), IdempotencyKey.objects.filter(status=None).count()) == (0, 1)
    assert answer_once(ASKED, noting(row), now=NOW + timedelta(seconds=90))[1] is False
    assert notes() == 1
