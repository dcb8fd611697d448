"""Advice on the page of a lead is overruled in the browser: on a phone, with a script or without."""

import pytest
from playwright.sync_api import expect

from activity.models import Activity
from activity.triage import arrivals
from tests.journeys.conftest import Opener
from tests.journeys.looks import violations
from tests.leads import facts
from tests.people import in_role

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_advice_is_overruled_and_the_page_says_so(open_page: Opener, script: bool) -> None:
    row, neha = facts.lead(), in_role("Sales")
    arrivals.greet([row.pk])
    page = open_page(f"/admin/leads/lead/{row.pk}/change/", user=neha, java_script_enabled=script)
    advice = page.get_by_role("region", name="Advice")
    expect(advice).to_contain_text("Call today and offer samples")
    if script:
        assert violations(page) == []
    advice.locator("summary", has_text="Overrule").click()
    advice.get_by_label("Priority").select_option("high")
    advice.get_by_role("button", name="Keep this").click()
    expect(page.locator(".messagelist")).to_have_text("Kept: your word counts from now on.")
    expect(page.get_by_role("region", name="Advice")).to_contain_text("A colleague overruled it.")
    expect(page.get_by_role("region", name="Advice")).to_contain_text("Call at once")
    assert Activity.objects.get(type="ai_review").metadata["fields"] == {"priority": "high"}
