"""The customer's page of a visit: no account, no script, and a page that is opened changes nothing."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.utils import timezone

from activity.bookings import links, workflow
from activity.kinds import SYSTEM
from activity.models import Activity
from leads.erasure import erase_lead
from tests.activity.bookings.visits import HOUR, NEHA, TEN, plan, proposed
from tests.leads.facts import lead
from tests.people import bob

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True)


def address(visit: Activity) -> str:
    return f"/visit/{links.token(visit.pk)}/"


def text(response: object) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def status(visit: Activity) -> str:
    return Activity.objects.values_list("status", flat=True).get(pk=visit.pk)


def test_it_says_when_where_and_who(client: Client) -> None:
    shown = text(client.get(address(proposed(lead(), bob()))))
    for fact in (
        "Does this visit suit you?",
        "Priya Sharma 1",
        "Tuesday, 2 December 2098",
        "India Time",
        "The shop",
        "Bob Rao",
        "Yes, I will be there",
    ):
        assert fact in shown


@pytest.mark.parametrize(
    ("language", "words"),
    [("hi", "क्या यह समय आपको ठीक लगता है?"), ("es", "martes, 2 de diciembre de 2098"), ("en", "Does this visit suit you?")],
)  # fmt: skip
def test_it_speaks_the_customers_language(client: Client, language: str, words: str) -> None:
    response = client.get(address(proposed(lead(), bob())) + f"?lang={language}")
    assert (words in text(response), response["Content-Language"]) == (True, language)


def test_looking_changes_nothing_and_leaves_no_trace(client: Client) -> None:
    visit = proposed(lead(), bob())
    response = client.get(address(visit))
    assert (status(visit), response.cookies, response["Cache-Control"], response["Referrer-Policy"]) == (
        "pending", {}, "no-store", "no-referrer",
    )  # fmt: skip


def test_the_customer_confirms_and_is_led_back_to_the_page(client: Client) -> None:
    visit = proposed(lead(), bob())
    response = client.post(address(visit) + "?lang=es", {"answer": "confirm"})
    assert (response.status_code, response["Location"]) == (303, f"http://testserver{address(visit)}?lang=es")
    assert (status(visit), "Su visita está confirmada" in text(client.get(response["Location"]))) == (
        "confirmed", True,
    )  # fmt: skip


def test_pressed_twice_is_pressed_once(client: Client) -> None:
    row = lead()
    visit = proposed(row, bob())
    answers = [client.post(address(visit), {"answer": "confirm"}).status_code for _ in range(2)]
    assert (answers, row.activities.filter(type="note").count()) == ([303, 303], 1)


def test_the_customer_declines_with_a_word(client: Client) -> None:
    row = lead()
    visit = proposed(row, bob())
    client.post(address(visit), {"answer": "decline", "words": "Friday is better"})
    task = row.activities.get(type="follow_up")
    assert (status(visit), task.message) == (
        "declined", "The customer cannot make the visit: Friday is better",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({}, "Please press one of the two buttons."),
        ({"answer": "perhaps"}, "Please press one of the two buttons."),
        ({"answer": "decline", "words": "x" * 501}, "Please keep this to 500 characters."),
        ({"answer": "decline", "words": "a\0b"}, "There is a character in here that cannot be stored."),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_changes(
    client: Client, sent: dict[str, str], why: str
) -> None:
    visit = proposed(lead(), bob())
    response = client.post(address(visit), sent)
    assert (response.status_code, why in text(response), status(visit)) == (422, True, "pending")


def test_what_was_typed_is_kept(client: Client) -> None:
    response = client.post(address(proposed(lead(), bob())), {"answer": "decline", "words": "Kept " * 200})
    assert "Kept Kept" in text(response)


def test_an_answer_to_a_visit_that_is_off_says_so(client: Client) -> None:
    visit = proposed(lead(), bob())
    workflow.call_off(activity_id=visit.pk, reason="Van broke down", actor=NEHA)
    response = client.post(address(visit), {"answer": "confirm"})
    shown = text(response)
    assert (response.status_code, "This visit is off" in shown, "too late" in shown) == (409, True, True)
    assert "Van broke down" not in shown


def test_a_visit_whose_time_has_come_takes_no_answer(client: Client) -> None:
    now = timezone.now()
    visit = proposed(lead(), bob(), now - timedelta(minutes=5), now=now - HOUR)
    assert "Yes, I will be there" not in text(client.get(address(visit)))
    assert client.post(address(visit), {"answer": "confirm"}).status_code == 409


def test_the_link_to_a_visit_that_was_moved_leads_to_the_new_one(client: Client) -> None:
    row, person = lead(), bob()
    first = proposed(row, person)
    told = {"reason": "Traffic", "actor": NEHA, "now": timezone.now()}
    second = workflow.move(activity_id=first.pk, plan=plan(person, TEN + HOUR), **told)
    third = workflow.move(activity_id=second.pk, plan=plan(person, TEN + 2 * HOUR), **told)
    response = client.post(address(first), {"answer": "confirm"})
    assert (response.status_code, response["Location"], status(third)) == (
        303, f"http://testserver{address(third)}", "pending",
    )  # fmt: skip


@pytest.mark.parametrize(
    "spoil", [lambda token: token[:30] + token[30:].swapcase(), lambda token: "x" * 300, lambda _: "nothing"]
)
def test_an_address_that_the_shop_did_not_make_is_not_found(client: Client, spoil: object) -> None:
    token = spoil(links.token(proposed(lead(), bob()).pk))
    paths = [f"/visit/{token}/", f"/visit/{token}/visit.ics"]
    assert [client.get(path).status_code for path in paths] == [404, 404]


def test_the_token_of_a_quote_opens_no_visit(client: Client) -> None:
    from leads import tokens

    visit = proposed(lead(), bob())
    assert client.get(f"/visit/{tokens.quote_page(visit.pk)}/").status_code == 404


def test_an_erased_customers_visit_is_not_found(client: Client) -> None:
    row = lead()
    visit = proposed(row, bob())
    erase_lead(row.pk)
    assert client.get(address(visit)).status_code == 404


def test_a_visit_that_nobody_can_read_is_not_found(client: Client) -> None:
    row = Activity.objects.create(lead=lead(), type="booking", status="pending", message="x", metadata={})
    assert client.get(address(row)).status_code == 404


def test_other_methods_are_refused(client: Client) -> None:
    assert client.put(address(proposed(lead(), bob()))).status_code == 405


def gone(*_: object) -> None:
    raise OperationalError("connection to server at db.internal failed")


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Back in a moment"), ("hi", "थोड़ी देर में"), ("es", "Volvemos enseguida")]
)
def test_while_the_database_is_away_the_customer_reads_so_in_their_language(
    client: Client, language: str, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = address(proposed(lead(), bob()))
    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", gone)
    for found in (client.get(f"{path}?lang={language}"), client.get(f"{path}visit.ics?lang={language}")):
        assert (found.status_code, found["Retry-After"], found["Cache-Control"]) == (
            503, "5", "no-store",
        )  # fmt: skip
        assert title in text(found)
        assert b'http-equiv="refresh"' in found.content
        assert b"db.internal" not in found.content


def test_an_answer_that_met_no_database_is_sent_again_by_one_press(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = proposed(lead(), bob())
    with monkeypatch.context() as patched:
        patched.setattr(BaseDatabaseWrapper, "cursor", gone)
        found = client.post(address(visit), {"answer": "decline", "words": '"><b>Ill'})
    assert (found.status_code, b'http-equiv="refresh"' in found.content) == (503, False)
    assert b'name="words" value="&quot;&gt;&lt;b&gt;Ill"' in found.content
    kept = dict(re.findall(r'name="(\w+)" value="([^"]*)"', found.content.decode()))
    assert (kept["answer"], status(visit)) == ("decline", "pending")
    client.post(address(visit), kept)
    assert status(visit) == "declined"


def test_hostile_words_are_words(client: Client) -> None:
    visit = proposed(lead(name="<script>alert(1)</script>"), bob())
    assert b"<script>alert" not in client.get(address(visit)).content


def test_after_confirming_the_customer_may_still_say_no(client: Client) -> None:
    visit = proposed(lead(), bob())
    workflow.confirm(activity_id=visit.pk, actor=SYSTEM, now=timezone.now())
    assert client.post(address(visit), {"answer": "decline"}).status_code == 303
    assert status(visit) == "cancelled"
