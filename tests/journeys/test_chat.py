"""A customer writes on WhatsApp and is answered from their lead: in words within a day, by a template after it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from activity.chats import templates
from activity.chats.jobs import read_chats
from activity.chats.models import ReceivedPayload
from leadsite.accounts.models import User
from tests.activity.chats import meta
from tests.journeys.conftest import Opener
from tests.journeys.test_messages import fine, newest, work
from tests.leads import facts
from tests.people import in_role
from tests.providers.graph import FakeGraph, template

pytestmark = pytest.mark.browser
RAJESH = "919820000002"


@pytest.fixture
def graph(settings: Settings, transactional_db: None) -> Iterator[FakeGraph]:
    meta.set_up(settings)
    with FakeGraph() as provider:
        settings.WHATSAPP_API_URL = provider.url()
        provider.templates = [template("reminder", "Dear {{1}}, your quote {{2}} is ready.")]
        templates.fetch(now=timezone.now())
        yield provider


@pytest.fixture
def neha(transactional_db: None) -> User:
    return in_role("Sales")


def wrote(text: str, sender: str = meta.PRIYA, *, hours: float = 0) -> None:
    """Meta's webhook comes, and the worker reads it."""
    at = timezone.now() - timedelta(hours=hours)
    meta.sent(meta.webhook(meta.wrote(text, sender=sender, at=at, id=f"wamid.{text}")))
    for payload in ReceivedPayload.objects.all():
        read_chats(payload_id=str(payload.pk))


def bodies(graph: FakeGraph) -> list[object]:
    posted = [asked.json for asked in graph.took if asked.method == "POST"]
    return [told.get("text", told.get("template")) for told in posted]


def test_within_a_day_they_are_answered_in_words_once(
    open_page: Opener, graph: FakeGraph, neha: User
) -> None:
    row = facts.lead(name="Priya Sharma")
    wrote("Is oak in stock?")
    page = open_page(f"/admin/leads/lead/{row.pk}/change/", user=neha)
    page.get_by_role("link", name="WhatsApp", exact=True).click()
    expect(page.get_by_role("region", name="So far")).to_contain_text("Is oak in stock?")
    page.get_by_label("Message").fill("Yes, it is.")
    fine(page)
    page.get_by_role("button", name="Send").dblclick()
    expect(page.locator("[data-under-way]")).to_contain_text("WhatsApp message is being sent")
    work()
    expect(page.locator(f"[data-message='{newest('whatsapp').pk}']")).to_contain_text("to the customer")
    assert bodies(graph) == [{"preview_url": False, "body": "Yes, it is."}]


def test_after_a_day_they_get_a_template_and_words_are_not_even_offered(
    open_page: Opener, graph: FakeGraph, neha: User
) -> None:
    row = facts.lead(2, name="Rajesh Kumar")
    wrote("Hello?", RAJESH, hours=25)
    page = open_page(f"/admin/leads/lead/{row.pk}/chat/", width=1280, user=neha)
    expect(page.get_by_text("By a template: the customer last wrote more than 24 hours ago.")).to_be_visible()
    expect(page.get_by_label("Message")).to_have_count(0)
    page.get_by_label("reminder (en)").check()
    page.get_by_label("What goes into it").fill("Rajesh")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("This template takes 2 lines, not 1.")
    fine(page)
    page.get_by_label("What goes into it").fill("Rajesh\n7K2M")
    page.get_by_role("button", name="Send").click()
    work()
    expect(page.locator("#timeline")).to_contain_text("Dear Rajesh, your quote 7K2M is ready.")
    (sent,) = bodies(graph)
    assert sent["name"] == "reminder"  # type: ignore[index]  # JSON
