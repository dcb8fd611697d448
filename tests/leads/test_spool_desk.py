import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from pytest_django.fixtures import Settings

from leads import intake, spool_desk
from leads.intake import at_once
from leads.intake.breaker import Breaker
from leads.intake.door import Status
from leads.intake.record import SubmissionRecord
from leads.intake.spool import Spool
from leads.models import Lead
from leadsite.keys import new_id
from tests.leads.intake.quotes import quote
from tests.people import bob, charlie, in_role

pytestmark = pytest.mark.django_db
URL = "/admin/spool/"
TYPED = {"name": "Priya Sharma", "phone": "98201 23456", "source": "website_form"}


@pytest.fixture
def spool(settings: Settings, tmp_path: Path) -> Spool:
    settings.SPOOL_DIR = tmp_path / "spool"
    return Spool(settings.SPOOL_DIR)


@pytest.fixture
def still(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> Spool:
    """Nobody sweeps this spool, and nobody waits for that."""
    status = Status(len(spool.waiting()), None, len(spool.parked_ids()), Breaker().state())
    monkeypatch.setattr(intake, "status", lambda: status)
    monkeypatch.setattr(intake, "wake", lambda: None)
    monkeypatch.setattr(spool_desk, "WAIT_SECONDS", 0.0)
    return spool


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(in_role("Manager"))
    return client


def parked(spool: Spool, **lead: str) -> SubmissionRecord:
    record = quote(**lead)
    spool.write(record.id, record.to_json())
    spool.note_failure(record.id, "CheckViolation: leads_phone_digits")
    spool.park(record.id)
    return record


def version(client: Client, key: UUID) -> str:
    found = re.search(r'name="version" value="(\w+)"', client.get(f"{URL}{key}/").content.decode())
    assert found is not None
    return found[1]


def said(response: object) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_page_shows_what_waits_and_what_is_parked_and_why(client: Client, still: Spool) -> None:
    waits, bad = quote(), parked(still)
    still.write(waits.id, waits.to_json())
    page = client.get(URL)
    assert [row.folio for row in page.context["waiting"]] == [waits.folio]
    assert [(found.record.folio, found.reason) for found in page.context["parked"]] == [
        (bad.folio, "CheckViolation: leads_phone_digits")
    ]


def test_an_empty_spool_is_said(client: Client, still: Spool) -> None:
    page = client.get(URL).content.decode()
    assert "Nothing waits: every quote of this host is stored." in page
    assert "Nothing is parked." in page


def test_a_spool_with_nothing_but_parked_quotes_does_not_say_that_all_are_stored(
    client: Client, still: Spool
) -> None:
    parked(still)
    page = client.get(URL).content.decode()
    assert ("Nothing else waits." in page, "every quote of this host is stored" in page) == (True, False)


def test_of_many_that_wait_the_newest_fifty_are_shown(client: Client, still: Spool) -> None:
    for _ in range(51):
        record = quote()
        still.write(record.id, record.to_json())
    later = time.time() + 10  # the clock of a file system is coarse
    os.utime(still.path(record.id), (later, later))
    rows = client.get(URL).context["waiting"]
    assert (len(rows), rows[0].folio) == (50, record.folio)


def test_files_that_cannot_be_read_are_shown_as_such(client: Client, still: Spool) -> None:
    bad, worse = parked(still, name="Pri\0ya\ud800"), parked(still)
    still.rewrite_parked(worse.id, b"\0{")
    still.write(new_id(), b"no record")
    page = client.get(URL).content.decode()
    assert page.count("The file cannot be read") == 2
    assert f"{URL}{bad.id}/" in page
    assert f'href="{URL}{worse.id}/"' not in page


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_takes_as_many_queries_for_many_as_for_one(
    many: int, client: Client, still: Spool, django_assert_num_queries: object
) -> None:
    for _ in range(many):
        parked(still)
    with django_assert_num_queries(5):  # session, colleague, their rights twice, what was discarded
        assert len(client.get(URL).context["parked"]) == many


def test_retry_lets_it_try_again(client: Client, still: Spool) -> None:
    record = parked(still)
    response = client.post(f"{URL}{record.id}/retry/")
    assert (response.status_code, response["Location"]) == (302, f"{URL}?tried={record.id}")
    assert (still.parked_ids(), [found.id for found in still.waiting()]) == ([], [record.id])


def test_retry_by_get_is_refused(client: Client, still: Spool) -> None:
    record = parked(still)
    assert client.get(f"{URL}{record.id}/retry/").status_code == 405
    assert still.parked_ids() == [record.id]


def test_retrying_what_is_parked_no_more_says_so(client: Client, still: Spool) -> None:
    response = client.post(f"{URL}{new_id()}/retry/")
    assert said(response) == [
        "This quote is not parked any more: somebody else let it try again, or it was erased."
    ]


def test_edit_shows_the_persons_facts_and_changes_nothing(client: Client, still: Spool) -> None:
    record = parked(still)
    page = client.get(f"{URL}{record.id}/").content.decode()
    assert 'value="Priya Sharma"' in page
    assert "The phone number is not one that can be called." in page
    assert "CheckViolation: leads_phone_digits" in page
    assert still.parked_ids() == [record.id]


def test_saving_puts_it_right_and_lets_it_try_again(client: Client, still: Spool) -> None:
    record = parked(still, phone="12")
    response = client.post(f"{URL}{record.id}/", {**TYPED, "version": version(client, record.id)})
    assert (response.status_code, response["Location"]) == (302, f"{URL}?tried={record.id}")
    kept = still.find(record.id)
    assert kept is not None
    assert (kept.lead.phone, kept.folio, still.parked_ids()) == ("+919820123456", record.folio, [])


def test_what_is_wrong_is_said_and_what_was_typed_stays(client: Client, still: Spool) -> None:
    record = parked(still)
    page = client.post(f"{URL}{record.id}/", {**TYPED, "phone": "98", "version": version(client, record.id)})
    assert page.status_code == 422
    assert page.context["form"].errors == {
        "phone": ["This phone number does not look complete. Please check it, with its country code."]
    }
    assert 'value="98"' in page.content.decode()
    assert still.parked_ids() == [record.id]


def test_what_a_colleague_put_right_meanwhile_is_not_overwritten(client: Client, still: Spool) -> None:
    record = parked(still)
    seen = version(client, record.id)
    still.rewrite_parked(record.id, quote(key=record.id, name="Other").to_json())
    response = client.post(f"{URL}{record.id}/", {**TYPED, "version": seen})
    assert said(response) == ["Somebody else has put this quote right meanwhile. Open it again to see how."]
    assert still.parked_ids() == [record.id]


def test_an_unknown_quote_is_not_found(client: Client, still: Spool) -> None:
    assert client.get(f"{URL}{new_id()}/").status_code == 404


def test_saving_what_is_parked_no_more_says_so(client: Client, still: Spool) -> None:
    response = client.post(f"{URL}{new_id()}/", TYPED)
    assert (response.status_code, response["Location"]) == (302, URL)
    assert said(response) == [
        "This quote is not parked any more: somebody else let it try again, or it was erased."
    ]


def test_a_disk_that_refuses_is_said(client: Client, still: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    record = parked(still)

    def full(self: Spool, submission_id: UUID) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Spool, "unpark", full)
    response = client.post(f"{URL}{record.id}/retry/")
    assert said(response) == ["The disk refused: No space left on device. Nothing was changed."]


def test_what_became_of_it_is_told_on_the_page(client: Client, still: Spool) -> None:
    record = parked(still)
    again = f"{URL}?tried={record.id}"
    page = client.get(again).content.decode()
    assert "It was refused again and is parked:" in page
    assert page.count("The phone number is not one that can be called.") == 2  # on top and in its row
    still.unpark(record.id)
    waits = client.get(again)
    assert ("It is being tried" in waits.content.decode(), waits["Refresh"]) == (True, "3")
    at_once.store(record)
    stored = client.get(again)
    assert stored.context["tried"]["lead"] == Lead.objects.get()
    assert "Refresh" not in stored


@pytest.mark.parametrize("tried", ["", "x", "\0"])
def test_an_address_that_names_no_quote_tells_nothing(client: Client, still: Spool, tried: str) -> None:
    assert client.get(URL, {"tried": tried}).context["tried"] is None


def test_strangers_are_sent_to_the_login(still: Spool) -> None:
    record = parked(still)
    for url in (URL, f"{URL}{record.id}/", f"{URL}{record.id}/retry/"):
        response = Client().post(url) if "retry" in url else Client().get(url)
        assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={url}")


def test_an_account_without_access_is_sent_to_the_login(still: Spool) -> None:
    client = Client()
    client.force_login(charlie())
    assert client.get(URL).status_code == 302


def test_sales_may_not_touch_the_spool(still: Spool) -> None:
    record = parked(still)
    client = Client()
    client.force_login(in_role("Sales"))
    answers = [
        client.get(URL), client.get(f"{URL}{record.id}/"), client.post(f"{URL}{record.id}/", TYPED),
        client.post(f"{URL}{record.id}/retry/"),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [403, 403, 403, 403]
    assert still.parked_ids() == [record.id]


def test_the_way_there_is_shown_to_those_who_may(client: Client, still: Spool) -> None:
    assert f'href="{URL}"' in client.get(URL).content.decode()
    other = Client()
    other.force_login(bob("leads.view_lead"))
    assert f'href="{URL}"' not in other.get("/admin/leads/lead/paste/").content.decode()


@pytest.fixture
def swept(spool: Spool) -> Iterator[Spool]:
    yield spool
    intake.stop()


@pytest.mark.django_db(transaction=True)
def test_a_quote_that_was_put_right_is_stored_while_one_looks(swept: Spool) -> None:
    record = parked(swept, phone="12")
    hour_ago = time.time() - 3600
    os.utime(swept.bad / f"{record.id}.json", (hour_ago, hour_ago))
    client = Client()
    client.force_login(in_role("Manager"))
    response = client.post(
        f"{URL}{record.id}/", {**TYPED, "version": version(client, record.id)}, follow=True
    )
    assert response.context["tried"]["state"] == "stored"
    assert response.context["tried"]["lead"].phone == "+919820123456"
