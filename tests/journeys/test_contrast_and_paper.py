"""The back office as a machine with high contrast draws it, and as a printer does."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from leads.quoting import publishing
from tests.journeys.back_office import preview_bulk
from tests.journeys.conftest import Opener
from tests.leads import facts
from tests.leads.quoting.rows import laminate
from tests.people import alice

pytestmark = pytest.mark.browser

A4 = {"width": 680, "height": 960}  # what the margins leave of it, in CSS pixels
NOTHING_DRAWN = "rgba(0, 0, 0, 0)"
PRESSED_OR_FILLED = "button, .button, nav, #header, input:not([type=hidden]), select, textarea, summary"


def styled(target: Locator, name: str, pseudo: str = "") -> str:
    script = "(element, [name, pseudo]) => getComputedStyle(element, pseudo || null)[name]"
    return str(target.evaluate(script, [name, pseudo]))


def ground(page: Page) -> str:
    return styled(page.locator("body"), "backgroundColor")


@pytest.fixture
def day(open_page: Opener) -> Page:
    """The first page with something in each chart, in high contrast at a desk."""
    boss, asked = alice(), timezone.now() - timedelta(days=1)
    for hours in range(1, 4):
        facts.lead(hours, asked=asked, first_response_at=asked + timedelta(hours=hours))
    page = open_page("/admin/", width=1280, height=800, user=boss, forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    return page


def test_icons_keep_their_shape_in_high_contrast(day: Page) -> None:
    for icon in day.locator(".places > ul > li:visible a").all():
        assert styled(icon, "backgroundColor", "::before") not in (ground(day), NOTHING_DRAWN)
        assert styled(icon, "maskImage", "::before").startswith("url(")


def test_of_the_tabs_only_the_open_one_is_marked_in_high_contrast(day: Page) -> None:
    marks = [styled(tab, "borderBottomColor") for tab in day.locator(".tabs a").all()]
    assert [mark != ground(day) for mark in marks] == [False, False, True, False]


def test_where_one_is_and_where_the_focus_is_look_different_in_high_contrast(day: Page) -> None:
    here = day.locator(".places > ul > li:visible [aria-current]")
    mark = styled(here, "outlineColor"), styled(here, "outlineWidth")
    day.keyboard.press("Tab")
    for _ in range(10):
        if here.evaluate("element => element === document.activeElement"):
            break
        day.keyboard.press("Tab")
    expect(here).to_be_focused()
    assert (styled(here, "outlineColor"), styled(here, "outlineWidth")) != mark


def test_every_bar_of_a_chart_stands_out_in_high_contrast(day: Page) -> None:
    bars = day.locator(".charts :is(.bar, .column, .further)").all()
    assert {(styled(bar, "fill") == ground(day), styled(bar, "opacity")) for bar in bars} == {(False, "1")}


def printed(page: Page, address: str = "") -> list[str]:
    """What is on the paper that only a screen has a use for."""
    page.set_viewport_size(A4)
    page.emulate_media(media="print")
    if address:
        page.goto(address)
    found = [one for one in page.locator(PRESSED_OR_FILLED).all() if one.is_visible()]
    return [one.evaluate("element => element.outerHTML") for one in found]


def test_paper_has_the_facts_and_nothing_to_press(open_page: Opener) -> None:
    boss = alice()
    lead = facts.worked(facts.lead(), boss)
    laminate()
    publishing.publish(actor=boss.identifier, now=timezone.now())
    page = open_page("/admin/", user=boss)
    own = page.url.split("/admin/")[0]
    of_lead = f"/admin/leads/lead/{lead.pk}/change/"
    for path in (
        "/admin/",
        "/admin/leads/lead/",
        of_lead,
        "/admin/leads/priceitem/",
        "/admin/accounts/user/",
    ):
        assert printed(page, own + path) == [], path
    page.emulate_media(media="screen")
    preview_bulk(page)
    assert printed(page) == []


def test_a_list_on_paper_is_a_table_that_says_which_view_it_is(open_page: Opener) -> None:
    facts.lead()
    page = open_page("/admin/leads/lead/?view=unassigned", user=alice())
    assert styled(page.locator("tr[data-row]"), "display") == "grid"
    printed(page)
    expect(page.locator("caption")).to_have_css("clip-path", "none")
    assert styled(page.locator("tr[data-row]"), "display") == "table-row"


def test_a_badge_on_paper_needs_no_colour(open_page: Opener) -> None:
    lead = facts.lead()
    page = open_page(f"/admin/leads/lead/{lead.pk}/change/", user=alice(), color_scheme="dark")
    printed(page)
    badge = page.locator(".badge").first
    looks = [styled(badge, name) for name in ("color", "borderTopColor", "backgroundColor")]
    assert looks == ["rgb(0, 0, 0)", "rgb(0, 0, 0)", NOTHING_DRAWN]
