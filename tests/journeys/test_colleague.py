"""A working day in the back office, told once and lived by thumb, by mouse and by keyboard alone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from activity import approvals
from activity.kinds import Actor
from activity.models import Activity
from leads.statuses import LeadStatus
from tests.journeys.conftest import Opener
from tests.journeys.hands import Hands, Keyboard, Pointer
from tests.journeys.looks import BY_LOOKS, violations, wider_than_the_screen
from tests.leads import facts
from tests.people import in_role

pytestmark = pytest.mark.browser

LIVES = [
    pytest.param(360, "light", Pointer, True, id="thumb-by-day"),
    pytest.param(360, "dark", Keyboard, True, id="small-keyboard-by-night"),
    pytest.param(1280, "light", Keyboard, True, id="keyboard-by-day"),
    pytest.param(1280, "dark", Pointer, True, id="mouse-by-night"),
    pytest.param(360, "dark", Pointer, False, id="thumb-without-a-script"),
]


def fine(page: Page, script: bool) -> None:
    """The page that just came is readable and fits. Axe needs a script; its absence changes no look."""
    page.wait_for_load_state()
    if not script:
        return
    assert violations(page, BY_LOOKS) == []
    assert not wider_than_the_screen(page)


def sign_in(page: Page, hands: Hands, script: bool) -> None:
    hands.write(page.get_by_label("Username"), "neha")
    hands.write(page.get_by_label("Password"), "n")
    hands.press(page.get_by_role("button", name="Sign in"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    fine(page, script)


@pytest.mark.parametrize(("width", "scheme", "kind", "script"), LIVES)
def test_a_salespersons_morning(
    open_page: Opener, width: int, scheme: str, kind: type[Pointer | Keyboard], script: bool
) -> None:
    neha = in_role("Sales")
    waits = facts.lead(1, asked=timezone.now() - timedelta(minutes=50), name="Priya Sharma")
    other = facts.lead(2, asked=timezone.now() - timedelta(minutes=5), name="Arjun Mehta")
    page = open_page(
        "/admin/", width=width, color_scheme=scheme, reduced_motion="reduce", java_script_enabled=script
    )
    hands = kind(page)
    sign_in(page, hands, script)

    hands.press(page.get_by_role("link", name="Answer Priya Sharma"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Priya Sharma")
    hands.press(page.get_by_role("button", name="Take it"))
    hands.choose(page.get_by_label("How the call went"), "Talked")
    hands.write(page.get_by_label("In a line"), "Wants samples first")
    hands.press(page.get_by_role("button", name="Log", exact=True))
    expect(page.locator(".timeline")).to_contain_text("Wants samples first")
    fine(page, script)

    hands.write(page.get_by_label("Why", exact=True).locator("visible=true"), "Did the samples come?")
    hands.press(page.get_by_role("button", name="Tomorrow 10:00").locator("visible=true"))
    expect(page.locator(".task")).to_contain_text("Did the samples come?")
    hands.press(page.get_by_role("button", name="Qualified", exact=True))
    expect(page.locator(".lead-head .badge-qualified")).to_be_visible()

    hands.press(page.get_by_role("link", name="Leads", exact=True).locator("visible=true").first)
    hands.write(page.get_by_label("Search", exact=True), "0002")
    page.keyboard.press("Enter")
    hands.press(page.get_by_role("link", name="Arjun Mehta", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Arjun Mehta")
    assert page.url.endswith(f"/{other.id}/change/")

    call = Activity.objects.get(lead=waits, type="call")
    planned = Activity.objects.get(lead=waits, type="follow_up")
    waits.refresh_from_db()
    assert (waits.status, waits.owner_id) == (LeadStatus.QUALIFIED, neha.identifier)
    assert (call.actor_id, waits.first_response_at) == (neha.identifier, call.created_at)
    assert (planned.status, planned.metadata["reason"]) == ("pending", "Did the samples come?")


@pytest.mark.parametrize(("width", "scheme", "kind", "script"), LIVES[::2])
def test_a_managers_morning(
    open_page: Opener, width: int, scheme: str, kind: type[Pointer | Keyboard], script: bool
) -> None:
    seller = in_role("Sales", "rajesh", "Rajesh Kumar")
    in_role("Manager")
    asked = facts.lead(1, asked=timezone.now() - timedelta(minutes=50), name="Priya Sharma")
    facts.lead(2, asked=timezone.now() - timedelta(days=3), name="Arjun Mehta")
    approvals.ask(
        lead_id=asked.id, what="5 % off", approval_type="discount", actor=Actor("user", seller.identifier)
    )
    page = open_page(
        "/admin/", width=width, color_scheme=scheme, reduced_motion="reduce", java_script_enabled=script
    )
    hands = kind(page)
    sign_in(page, hands, script)

    hands.press(page.get_by_role("link", name="5 % off"))
    hands.write(page.locator(".task").get_by_label("Why"), "Big order")
    hands.press(page.get_by_role("button", name="Approve", exact=True))
    expect(page.locator(".timeline")).to_contain_text("Big order")
    fine(page, script)

    hands.press(page.get_by_role("link", name="Today", exact=True).locator("visible=true").first)
    figure = page.locator("a.stat").filter(has_text="New today")
    number = figure.locator("strong").inner_text()
    hands.press(figure)
    expect(page.locator("tr[data-row]")).to_have_count(int(number))
    fine(page, script)
    decided = Activity.objects.get(lead=asked, type="approval")
    assert (decided.status, decided.metadata["outcome"]) == ("approved", "Big order")
