from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from pytest_django.fixtures import Settings

from leads import intake
from leads.intake import repair
from leads.intake import spool as spools
from leads.intake.breaker import Breaker
from leads.intake.door import Status
from leads.intake.spool import Spool
from leadsite.keys import new_id
from tests.leads.intake.quotes import quote
from tests.people import in_role

pytestmark = pytest.mark.django_db
URL = "/admin/spool/"
TORN = b"{\0"


@pytest.fixture
def spool(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Spool:
    settings.SPOOL_DIR = tmp_path / "spool"
    monkeypatch.setattr(intake, "status", lambda: Status(0, None, 1, Breaker().state()))
    return Spool(settings.SPOOL_DIR)


@pytest.fixture
def torn(spool: Spool) -> UUID:
    """A parked file that nobody can read."""
    record = quote()
    spool.write(record.id, record.to_json())
    spool.note_failure(record.id, "InvalidTextRepresentation 22P02")
    spool.park(record.id)
    spool.rewrite_parked(record.id, TORN)
    return record.id


def logged_in(role: str = "Manager") -> Client:
    client = Client()
    client.force_login(in_role(role))
    return client


def discard(client: Client, key: UUID, reason: str = "A torn file", **facts: str) -> object:
    found = repair.opened(spools.here(), key)
    version = found.version if found else "x"
    return client.post(f"{URL}{key}/discard/", {"reason": reason, "version": version, **facts})


def said(response: object) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_file_that_cannot_be_read_is_downloaded_as_it_is(torn: UUID) -> None:
    answer = logged_in().get(f"{URL}{torn}/file/")
    assert (answer.content, answer["Content-Type"]) == (TORN, "application/octet-stream")
    assert answer["Content-Disposition"] == f'attachment; filename="{torn}.json"'


def test_the_page_offers_to_download_and_to_discard_it(torn: UUID) -> None:
    page = logged_in().get(URL).content.decode()
    assert (f'href="{URL}{torn}/file/"' in page, f'href="{URL}{torn}/discard/"' in page) == (True, True)


def test_get_asks_why_and_changes_nothing(torn: UUID, spool: Spool) -> None:
    page = logged_in().get(f"{URL}{torn}/discard/")
    assert (page.status_code, "The file cannot be read." in page.content.decode()) == (200, True)
    assert spool.parked_ids() == [torn]


def test_post_discards_it_and_the_page_says_by_whom_and_why(torn: UUID, spool: Spool) -> None:
    client = logged_in()
    response = discard(client, torn)
    assert (response.status_code, response["Location"], spool.parked_ids()) == (302, URL, [])
    assert said(response) == ["The file was discarded. Below it says by whom and why."]
    (row,) = client.get(URL).context["discarded"]
    assert (row.object_id, row.user.name, row.change_message) == (str(torn), "Neha Patel", "A torn file")


def test_without_a_reason_nothing_is_discarded(torn: UUID, spool: Spool) -> None:
    response = discard(logged_in(), torn, reason=" ")
    assert response.status_code == 422
    assert response.context["form"].errors == {"reason": ["Say why: it cannot be brought back."]}
    assert spool.parked_ids() == [torn]


def test_a_file_that_changed_meanwhile_stays_and_what_was_typed_too(torn: UUID, spool: Spool) -> None:
    response = discard(logged_in(), torn, version="another")
    assert (response.status_code, 'value="A torn file"' in response.content.decode()) == (409, True)
    assert spool.parked_ids() == [torn]


def test_what_can_be_read_is_not_discarded(spool: Spool) -> None:
    record = quote()
    spool.write(record.id, record.to_json())
    spool.park(record.id)
    client = logged_in()
    assert client.get(f"{URL}{record.id}/discard/").status_code == 404
    assert said(discard(client, record.id)) == [
        "This quote is not parked any more: somebody else let it try again, or it was erased."
    ]
    assert spool.parked_ids() == [record.id]


@pytest.mark.parametrize("step", ["file", "discard"])
def test_a_file_that_is_not_there_is_not_found(step: str, spool: Spool) -> None:
    assert logged_in().get(f"{URL}{new_id()}/{step}/").status_code == 404


@pytest.mark.parametrize("step", ["file", "discard"])
def test_strangers_are_sent_to_the_login(step: str, torn: UUID) -> None:
    response = Client().get(f"{URL}{torn}/{step}/")
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={URL}{torn}/{step}/")


def test_sales_may_neither_look_into_it_nor_discard_it(torn: UUID, spool: Spool) -> None:
    client = logged_in("Sales")
    answers = [client.get(f"{URL}{torn}/file/"), client.get(f"{URL}{torn}/discard/"), discard(client, torn)]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert spool.parked_ids() == [torn]
