"""What narrows the list, and what is said of what cannot be read."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client

from tests.leads.facts import lead, worked
from tests.people import alice, bob

pytestmark = pytest.mark.django_db
URL = "/admin/leads/lead/"


def local(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=ZoneInfo(settings.TIME_ZONE))  # type: ignore[arg-type,misc]  # year, month, day, …


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(alice())
    owner = bob()
    worked(lead(1, name="Asha", source="fair", asked=local(2026, 11, 20, 0, 0)), owner)
    lead(2, name="Bela", status="lost", asked=local(2026, 11, 20, 23, 59))
    lead(3, name="Chand", asked=local(2026, 11, 21, 0, 0))
    return client


def names(page: object) -> list[str]:
    return sorted(row.lead.name for row in page.context["rows"])


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("status=lost", ["Bela"]),
        ("source=fair", ["Asha"]),
        ("category=Laminates", ["Asha"]),
        ("from=2026-11-21", ["Chand"]),
        ("to=2026-11-20", ["Asha", "Bela"]),
        ("from=2026-11-20&to=2026-11-20", ["Asha", "Bela"]),
        ("from=2026-11-20&to=2026-11-20&status=new", ["Asha"]),
        ("status=&owner=&source=&category=&from=&to=", ["Asha", "Bela", "Chand"]),
    ],
)
def test_a_filter_shows_what_fits_it(query: str, shown: list[str], client: Client) -> None:
    assert names(client.get(f"{URL}?{query}")) == shown


def test_an_owner_is_a_filter_too(client: Client) -> None:
    owners = client.get(URL).context["filters"].fields["owner"].choices
    identifier = next(value for value, name in owners if name == "Bob Rao")
    assert names(client.get(f"{URL}?owner={identifier}")) == ["Asha"]


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("status=odd", "status", "There is no such choice any more: showing all."),
        ("owner=odd", "owner", "There is no such choice any more: showing all."),
        ("source=odd", "source", "There is no such choice any more: showing all."),
        ("category=%00odd", "category", "There is no such choice any more: showing all."),
        ("from=yesterday", "from", "A date, such as 2026-11-21."),
        ("from=0001-01-01", "from", "A date, such as 2026-11-21."),
        ("to=9999-12-31", "to", "A date, such as 2026-11-21."),
        ("from=2026-11-22&to=2026-11-21", "to", "This is before the first day."),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(
    query: str, field: str, sentence: str, client: Client
) -> None:
    page = client.get(f"{URL}?{query}")
    assert page.status_code == 200
    assert page.context["filters"].errors == {field: [sentence]}
    assert sentence in page.content.decode()


def test_a_filter_that_cannot_be_read_filters_nothing(client: Client) -> None:
    assert names(client.get(f"{URL}?status=odd")) == ["Asha", "Bela", "Chand"]
