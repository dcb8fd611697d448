"""Dates and times on Django's own pages are written as on ours: the day first, 24 hours, the shop's clock."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils.formats import date_format

from leadsite.accounts.models import User
from tests.leads import facts
from tests.people import alice

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 5, 15, 4, tzinfo=UTC)  # in Mumbai 20:34


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(alice())
    return client


def cells(client: Client, path: str, field: str) -> list[str]:
    found = re.findall(
        rf'class="[^"]*field-{field}[^"]*">(?:<a[^>]*>)?([^<]*)', client.get(path).content.decode()
    )
    return [text.strip() for text in found]


def test_a_list_tells_times_with_the_day_first(client: Client) -> None:
    facts.lead(asked=EVENING)
    assert cells(client, "/admin/leads/submission/", "received_at") == ["5 Nov 2026, 20:34"]


def test_a_form_tells_times_in_the_same_way(client: Client) -> None:
    User.objects.filter(username="alice").update(last_login=EVENING)
    page = client.get(f"/admin/accounts/user/{User.objects.get().pk}/change/").content.decode()
    assert "5 Nov 2026, 20:34" in page


def test_a_history_tells_times_in_the_same_way(client: Client) -> None:
    user = User.objects.get()
    entry = LogEntry.objects.create(
        user=user, content_type=ContentType.objects.get_for_model(User), object_id=user.pk, action_flag=CHANGE
    )
    LogEntry.objects.filter(pk=entry.pk).update(action_time=EVENING)
    assert "5 Nov 2026, 20:34" in client.get(f"/admin/accounts/user/{user.pk}/history/").content.decode()


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("DATE_FORMAT", "5 Nov 2026"),
        ("SHORT_DATE_FORMAT", "5 Nov 2026"),
        ("TIME_FORMAT", "15:04"),
        ("DATETIME_FORMAT", "5 Nov 2026, 15:04"),
        ("SHORT_DATETIME_FORMAT", "5 Nov 2026, 15:04"),
    ],
)
def test_every_format_puts_the_day_first(kind: str, written: str) -> None:
    assert date_format(EVENING, kind) == written
