"""A lead is worked from its page alone: on a phone, with a script or without, and with the keyboard."""

import pytest
from playwright.sync_api import Page, expect

from activity.models import Activity
from leads.models import Lead
from tests.journeys.conftest import Opener
from tests.leads import facts
from tests.people import in_role

pytestmark = pytest.mark.browser


def is_told(page: Page, words: str) -> None:
    expect(page.locator(".messagelist")).to_have_text(words)


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_a_new_lead_is_called_noted_planned_and_moved(open_page: Opener, script: bool) -> None:
    row, neha = facts.lead(), in_role("Sales")
    page = open_page(f"/admin/leads/lead/{row.pk}/change/", user=neha, java_script_enabled=script)
    page.get_by_role("button", name="Take it").click()
    is_told(page, "This lead is yours now.")
    page.get_by_placeholder("In a line: what was said").fill("Wants oak, call back after lunch")
    page.get_by_label("and move to Contacted").check()
    page.get_by_role("button", name="Log", exact=True).click()
    is_told(page, "Logged, and moved to Contacted.")
    page.get_by_placeholder("Note for the team").fill("Prefers mornings")
    page.get_by_role("button", name="Keep note").click()
    page.get_by_role("button", name="Tomorrow 10:00").click()
    expect(page.locator(".messagelist")).to_contain_text("Planned for ")
    page.get_by_role("button", name="Qualified").click()
    is_told(page, "Moved to Qualified.")
    page.get_by_placeholder("What came of it").fill("Orders on Friday")
    page.get_by_role("button", name="Done").click()
    is_told(page, "Done, and logged.")
    assert Lead.objects.get().status == "qualified"
    kinds = Activity.objects.filter(actor_id=neha.identifier).order_by("created_at")
    assert sorted(kinds.values_list("type", flat=True)) == [
        "assignment", "call", "call", "follow_up", "note", "status_change", "status_change",
    ]  # fmt: skip


def test_a_lead_is_given_up_with_a_reason_by_the_keyboard_alone(open_page: Opener) -> None:
    row, neha = facts.lead(), in_role("Sales")
    page = open_page(f"/admin/leads/lead/{row.pk}/change/", user=neha, width=1280)
    page.locator("summary", has_text="Lost").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Bought elsewhere")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_have_text("Moved to Lost.")
    assert Activity.objects.get(type="status_change").metadata["reason"] == "Bought elsewhere"
