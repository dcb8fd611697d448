"""With the database away every page of the back office is one plain page, which comes back by itself."""

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from playwright.sync_api import Page, expect

from activity.models import Activity
from tests.journeys.back_office import pages
from tests.journeys.conftest import Opener
from tests.journeys.looks import violations, wider_than_the_screen
from tests.leads import facts
from tests.people import alice

pytestmark = pytest.mark.browser


def gone(*_: object) -> None:
    raise OperationalError("connection to server at db.internal failed")


def answer(page: Page, address: str) -> tuple[int, str]:
    response = page.goto(address)
    assert response is not None
    return response.status, page.locator("body").inner_text()


def test_no_page_shows_anything_while_the_database_is_away(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss = alice()
    lead = facts.worked(facts.lead(), boss)
    paths = pages(lead)
    page = open_page("/admin/", user=boss, color_scheme="dark")
    own = page.url.split("/admin/")[0]
    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", gone)
    told = {answer(page, own + path) for path in paths}
    assert [status for status, _ in told] == [503]
    assert "Priya" not in str(told)
    assert "db.internal" not in str(told)
    # It takes nothing from its reader: there is nothing on it to finish.
    assert [found for found in violations(page) if not found.startswith("meta-refresh")] == []
    assert not wider_than_the_screen(page)


def test_the_page_wears_our_colours_and_comes_back_by_itself(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page("/admin/", user=alice(), color_scheme="light")
    with monkeypatch.context() as patched:
        patched.setattr(BaseDatabaseWrapper, "cursor", gone)
        page.reload()
        expect(page.locator("h1")).to_have_text("Back in a moment")
        expect(page.locator("body")).to_have_css("background-color", "rgb(246, 244, 239)")
        page.emulate_media(color_scheme="dark")
        expect(page.locator("body")).to_have_css("background-color", "rgb(16, 22, 20)")
    expect(page.locator("h1")).to_have_text("Today", timeout=15_000)


def test_what_was_sent_meanwhile_is_sent_again_by_reloading_and_is_there_once(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss = alice()
    lead = facts.lead()
    page = open_page(f"/admin/leads/lead/{lead.pk}/change/", user=boss)
    page.locator("textarea[name=text]").fill("Wants oak")
    with monkeypatch.context() as patched:
        patched.setattr(BaseDatabaseWrapper, "cursor", gone)
        page.get_by_role("button", name="Keep note").click()
        expect(page.locator("h1")).to_have_text("This may not have arrived")
        assert page.locator("meta[http-equiv=refresh]").count() == 0
    page.reload()
    expect(page.locator("#timeline")).to_contain_text("Wants oak")
    assert Activity.objects.filter(type="note").count() == 1
