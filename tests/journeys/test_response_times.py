"""A manager changes hours and promises on a phone, without JavaScript."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.assignments.promises import calendar, fallback
from tests.journeys.conftest import Opener
from tests.journeys.looks import PHONE
from tests.people import in_role

pytestmark = pytest.mark.browser


def test_a_half_day_is_previewed_and_published(open_page: Opener) -> None:
    calendar("Showroom")
    page = open_page("/admin/assignments/calendar/", user=in_role("Manager"), java_script_enabled=False)
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="Showroom").click()
    page.locator("main").get_by_role("link", name="Change").click()
    page.get_by_label("Saturday").fill("9-13, 12-15")
    page.get_by_label("First day").first.fill(str(timezone.localdate() + timedelta(days=7)))
    page.get_by_role("textbox", name="Hours", exact=True).first.fill("14-18")
    page.get_by_label("What for").first.fill("आधा दिन")
    page.get_by_label("Why").fill("Stocktaking")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("alert")).to_contain_text("“12-15” begins before the hours in front of it end.")
    page.get_by_label("Saturday").fill("9-13")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("main")).to_contain_text("Saturday: 09:00–18:00 → 09:00–13:00")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist")).to_contain_text("Version 2 of “Showroom” is in force.")
    expect(page.locator(".timeline")).to_contain_text("Stocktaking")
    expect(page.locator(".weeks")).to_contain_text("आधा दिन")


def test_a_promise_is_changed_and_asked_for(open_page: Opener) -> None:
    fallback()
    calendar("Showroom")
    page = open_page("/admin/assignments/policy/", user=in_role("Manager"), java_script_enabled=False)
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="New policy").click()
    page.get_by_role("textbox", name="Name").fill("Referrals")
    page.get_by_label("Source of the lead").fill("referral")
    page.get_by_label("High: First response").fill("a quarter")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("alert")).to_contain_text("Write a length of working time like 30 min")
    page.get_by_label("High: First response").fill("15 min")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist")).to_contain_text("Version 1 of “Referrals” is in force.")
    page.goto(page.url.split("/admin/")[0] + "/admin/assignments/policy/which/")
    page.get_by_label("Source of the lead").fill("Referral")
    page.get_by_label("Priority").select_option("high")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("main")).to_contain_text("Referrals, version 1")
    expect(page.locator("main tbody")).to_contain_text("15 min")
