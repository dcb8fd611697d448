from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from pytest_django.fixtures import Settings

from leads import erasure
from leads.erasure import Person
from leads.intake import at_once, spool
from leads.models import ErasedSubmission, Lead, Submission
from tests.leads.facts import worked
from tests.leads.lost import PHONE, published, quoted
from tests.people import alice, bob, charlie, in_role

pytestmark = pytest.mark.django_db
URL = "/admin/leads/lead/paste/"


@pytest.fixture(autouse=True)
def empty_spool(settings: Settings, tmp_path: Path) -> None:
    settings.SPOOL_DIR = tmp_path / "spool"


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(in_role("Sales"))
    return client


def said(response: object) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def heading(response: object) -> str:
    return response.content.decode().partition('<h2 id="verdict">')[2].partition("</h2>")[0]


def test_get_asks_for_the_message_and_changes_nothing(client: Client) -> None:
    page = client.get(URL).content.decode()
    assert "Is it genuine?" in page
    assert 'id="verdict"' not in page


def test_a_lost_quote_is_shown_before_it_is_brought_in(client: Client) -> None:
    record, text = quoted(published())
    page = client.post(URL, {"text": text})
    assert heading(page) == "Genuine, and not in the database"
    assert (page.context["whole"], page.context["message"].folio) == (True, record.folio)
    assert Lead.objects.count() == 0


def test_post_brings_a_lost_quote_in_and_shows_its_lead(client: Client) -> None:
    record, text = quoted(published())
    response = client.post(URL, {"text": text, "phone": PHONE, "bring_in": "yes"})
    assert (response.status_code, response["Location"]) == (302, f"/admin/leads/lead/{record.id}/change/")
    assert said(response) == [f"The quote {record.folio} is here again."]
    assert Lead.objects.get().phone == PHONE


def test_without_a_phone_nothing_is_brought_in_and_the_text_stays(client: Client) -> None:
    _, text = quoted(published())
    page = client.post(URL, {"text": text, "bring_in": "yes"})
    assert page.status_code == 422
    assert page.context["form"].errors == {"phone": ["Enter the phone that the message came from."]}
    assert text.splitlines()[0] in page.content.decode()
    assert Lead.objects.count() == 0


def test_pressed_twice_it_is_there_once(client: Client) -> None:
    _, text = quoted(published())
    for _number in range(2):
        client.post(URL, {"text": text, "phone": PHONE, "bring_in": "yes"})
    assert Submission.objects.count() == 1


def test_a_stored_quote_is_compared_and_linked(client: Client) -> None:
    record, text = quoted(published())
    at_once.store(record)
    page = client.post(URL, {"text": text})
    assert heading(page) == "Genuine, and it says what we have stored"
    assert [(row.product, row.said, row.stored, row.agrees) for row in page.context["rows"]] == [
        ("Premium laminate", "₹2,310.00", "₹2,310.00", True),
        ("Wall panel", "₹900.00", "₹900.00", True),
        ("Total", "₹3,625.80", "₹3,625.80", True),
    ]
    assert f"/admin/leads/lead/{record.id}/change/" in page.content.decode()


def test_a_stored_quote_that_says_something_else_is_shown(client: Client) -> None:
    prices = published()
    record, text = quoted(prices)
    at_once.store(record)
    other, _ = quoted(prices, ("wall-panel", "3", ""))
    Submission.objects.update(quote=other.quote)
    page = client.post(URL, {"text": text})
    assert heading(page) == "Genuine, but what we have stored says something else"
    assert [row.agrees for row in page.context["rows"]] == [False, False, False]


def test_a_stored_quote_that_cannot_be_read_is_said(client: Client) -> None:
    record, text = quoted(published())
    at_once.store(record)
    Submission.objects.update(quote={"total": "x"})
    assert heading(client.post(URL, {"text": text})) == "Genuine; the stored quote cannot be read"


def test_a_changed_message_is_not_genuine_and_offers_nothing(client: Client) -> None:
    record, text = quoted(published())
    at_once.store(record)
    page = client.post(URL, {"text": text.replace("₹", "$"), "phone": PHONE, "bring_in": "yes"})
    assert heading(page) == "This message is not genuine"
    assert 'name="bring_in"' not in page.content.decode()
    assert [one.folio for one in page.context["known"]] == [record.folio]


def test_a_text_without_a_signature_proves_nothing(client: Client) -> None:
    page = client.post(URL, {"text": "Hello, what does laminate cost?"})
    assert heading(page) == "This text proves nothing: it carries no signature"


def test_another_shops_message_is_not_genuine(client: Client, settings: Settings) -> None:
    _, text = quoted(published())
    settings.SECRET_KEY_FALLBACKS = []
    found = text.rpartition("✓ ")[0] + "✓ AAAA-BBBB"
    assert heading(client.post(URL, {"text": found})) == "This message is not genuine"


def test_of_an_erased_person_nothing_comes_back(client: Client) -> None:
    record, text = quoted(published())
    at_once.store(record)
    erasure.erase(Person(phone=PHONE), spool=spool, region="IN")
    page = client.post(URL, {"text": text, "phone": PHONE, "bring_in": "yes"})
    assert heading(page) == "Genuine, but this person was erased"
    assert Lead.objects.count() == 0


def test_a_person_erased_at_this_very_moment_does_not_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, text = quoted(published())
    store = at_once.store

    def erased_first(*arguments: object) -> object:
        ErasedSubmission.objects.create(submission_id=record.id)
        return store(*arguments)

    monkeypatch.setattr(at_once, "store", erased_first)
    page = client.post(URL, {"text": text, "phone": PHONE, "bring_in": "yes"})
    assert heading(page) == "Genuine, but this person was erased"


@pytest.mark.parametrize(
    ("parked", "verdict"),
    [(False, "Genuine, and it waits to be stored"), (True, "Genuine, but the database refused it")],
)
def test_a_quote_on_this_hosts_disk_is_not_made_again(client: Client, parked: bool, verdict: str) -> None:
    record, text = quoted(published())
    spool.here().write(record.id, record.to_json())
    if parked:
        spool.here().park(record.id)
    page = client.post(URL, {"text": text, "phone": PHONE, "bring_in": "yes"})
    assert heading(page) == verdict
    assert Lead.objects.count() == 0


def test_a_genuine_message_without_a_link_of_ours_names_no_quote(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, text = quoted(published())
    monkeypatch.setattr("leads.tokens.quote_page_id", lambda text: None)
    assert heading(client.post(URL, {"text": text})) == "Genuine, but its link cannot be read"


def test_a_lead_of_a_colleague_is_not_shown(client: Client, settings: Settings) -> None:
    record, text = quoted(published())
    at_once.store(record)
    worked(Lead.objects.get(), bob())
    settings.SALES_SEE = "own"
    page = client.post(URL, {"text": text})
    assert heading(page) == "Genuine and stored: a lead of a colleague"
    assert "rows" not in page.context
    assert str(record.id) not in page.content.decode()
    wrong = client.post(URL, {"text": text.replace("₹", "$")})
    assert wrong.context["known"] == []


def test_hostile_text_is_only_text(client: Client) -> None:
    page = client.post(URL, {"text": "</textarea><script>alert(1)</script>"}).content.decode()
    assert "&lt;/textarea&gt;&lt;script&gt;" in page


def test_strangers_are_sent_to_the_login() -> None:
    response = Client().post(URL, {"text": "x"})
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={URL}")


def test_an_account_without_access_is_sent_to_the_login() -> None:
    client = Client()
    client.force_login(charlie())
    assert client.post(URL, {"text": "x"}).status_code == 302


def test_a_colleague_who_may_only_look_is_refused() -> None:
    client = Client()
    client.force_login(bob("leads.view_lead"))
    assert [client.get(URL).status_code, client.post(URL, {"text": "x"}).status_code] == [403, 403]


def test_the_lead_of_somebody_else_is_not_opened_after_a_second_enquiry(
    client: Client, settings: Settings
) -> None:
    prices = published()
    first, _ = quoted(prices, ("wall-panel", "1", ""))
    at_once.store(first)
    worked(Lead.objects.get(), bob())
    settings.SALES_SEE = "own"
    _, text = quoted(prices)
    response = client.post(URL, {"text": text, "phone": PHONE, "bring_in": "yes"})
    assert (response.status_code, response["Location"]) == (302, URL)
    assert said(response)[1] == "It belongs to a lead of a colleague."


def test_alice_sees_everything() -> None:
    client = Client()
    client.force_login(alice())
    assert client.get(URL).status_code == 200
