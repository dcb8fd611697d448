"""A visit from the colleague who proposes it to the customer who confirms it on a phone, and back."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from activity.models import Activity
from assignments.teams.models import Absence
from leads.models import Submission
from tests.journeys.conftest import Opener
from tests.journeys.looks import violations, wider_than_the_screen
from tests.leads import facts
from tests.people import in_role

pytestmark = pytest.mark.browser


def fine(page: Page, script: bool = True) -> None:
    """Axe needs a script; without one the page is the same."""
    page.wait_for_load_state()
    if script:
        assert violations(page) == []
        assert not wider_than_the_screen(page)


def pictured(page: Page, name: str) -> None:
    """A picture for whoever wants to look: PICTURES names the folder."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def propose(page: Page, at: str) -> str:
    """The path of the customer's page."""
    page.get_by_role("link", name="Propose a visit").click()
    page.get_by_label("Begins").fill(at)
    page.get_by_label("Where").fill("12 Marine Drive, Mumbai")
    fine(page)
    pictured(page, "propose")
    page.get_by_role("button", name="Propose").click()
    expect(page.locator(".messagelist")).to_contain_text("Proposed for Tue 2 Dec, 10:00.")
    return link(page)


def link(page: Page) -> str:
    address = urlsplit(page.get_by_label("The customer’s link").input_value())
    return f"{address.path}?{address.query}"


@pytest.mark.parametrize(
    ("script", "scheme"), [(True, "light"), (False, "dark")], ids=["with a script", "without"]
)
def test_a_visit_is_proposed_confirmed_moved_and_confirmed_again(
    open_page: Opener, script: bool, scheme: str
) -> None:
    row, neha = facts.lead(name="Priya Sharma"), in_role("Sales")
    Submission.objects.filter(lead=row).update(submitted={"language": "es"})
    staff = open_page(f"/admin/leads/lead/{row.pk}/change/", width=1280, user=neha)
    first = propose(staff, "2098-12-02T10:00")
    assert first.endswith("?lang=es")
    fine(staff)
    pictured(staff, "proposed")

    customer = open_page(first, java_script_enabled=script, color_scheme=scheme)
    expect(customer.get_by_role("heading", level=1)).to_have_text("¿Le viene bien esta visita?")
    expect(customer.locator("main")).to_contain_text("12 Marine Drive, Mumbai")
    fine(customer, script)
    pictured(customer, f"customer-{scheme}")
    customer.get_by_role("button", name="Sí, allí estaré").click()
    expect(customer.get_by_role("heading", level=1)).to_have_text("Su visita está confirmada")
    fine(customer, script)
    with customer.expect_download() as downloading:
        customer.get_by_role("link", name="Añadir a mi calendario").click()
    (event,) = Calendar.from_ical(Path(downloading.value.path()).read_bytes()).walk("VEVENT")
    assert (str(event["status"]), str(event["location"])) == ("CONFIRMED", "12 Marine Drive, Mumbai")

    staff.reload()
    expect(staff.locator(".task").first).to_contain_text("confirmed")
    expect(staff.locator(".timeline")).to_contain_text("The customer confirmed the visit")
    staff.get_by_role("link", name="Move it").click()
    staff.get_by_label("Why it is moved").fill("Traffic")
    staff.get_by_label("Begins").fill("2098-12-03T16:00")
    staff.get_by_role("button", name="Move it").click()
    expect(staff.locator(".messagelist")).to_contain_text("Moved to Wed 3 Dec, 16:00.")
    fine(staff)

    customer.goto(customer.url.split("/visit/")[0] + first)  # the old link leads to the new time
    expect(customer.locator("time")).to_contain_text("miércoles, 3 de diciembre")
    customer.locator("summary", has_text="No me viene bien").click()
    pictured(customer, f"customer-no-{scheme}")
    customer.get_by_label("¿Quiere decirnos algo? No hace falta.").fill("Mejor el viernes")
    customer.get_by_role("button", name="Avisar de que no me viene bien").click()
    expect(customer.get_by_role("heading", level=1)).to_have_text("Usted no puede acudir a esta visita")

    staff.reload()
    expect(staff.locator(".task").first).to_contain_text("Mejor el viernes")
    assert Activity.objects.filter(type="booking", status="declined").count() == 1


def test_who_is_away_is_sent_only_by_a_colleague_who_insists(open_page: Opener) -> None:
    row, neha = facts.lead(name="Priya Sharma"), in_role("Sales")
    away = datetime(2098, 12, 2, tzinfo=UTC)
    Absence.objects.create(user=neha, begins_at=away, ends_at=away + timedelta(days=1))
    page = open_page(f"/admin/leads/lead/{row.pk}/visit/", user=neha)
    page.get_by_label("Begins").fill("2098-12-02T10:00")
    insisted = page.get_by_label("Keep to this time all the same")
    expect(insisted).to_have_count(0)
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_role("alert")).to_contain_text("Neha Patel is away then, until Wed 3 Dec, 05:30.")
    expect(insisted).not_to_be_checked()
    fine(page)
    insisted.check()
    page.get_by_role("button", name="Propose").click()
    expect(page.locator(".messagelist")).to_contain_text("Proposed for Tue 2 Dec, 10:00.")
    assert Activity.objects.filter(type="booking", status="pending").count() == 1


def test_a_colleague_confirms_by_one_press_and_calls_off_with_a_reason(open_page: Opener) -> None:
    row, neha = facts.lead(name="Priya Sharma"), in_role("Sales")
    page = open_page(f"/admin/leads/lead/{row.pk}/change/", user=neha)
    propose(page, "2098-12-02T10:00")
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".messagelist")).to_contain_text("The visit is confirmed.")
    fine(page)
    pictured(page, "confirmed-phone")
    page.locator("summary", has_text="Call it off").click()
    form = page.locator("form[action$='call-off-visit/']")
    form.get_by_label("Why").fill("Van broke down")
    form.get_by_label("by SMS").check()
    form.get_by_role("button", name="Call it off").click()
    expect(page.locator(".messagelist")).to_contain_text("The visit is called off. The customer gets an SMS.")


@pytest.mark.parametrize("language", ["en", "hi", "es"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_customers_page_is_readable_in_every_language(
    open_page: Opener, language: str, width: int
) -> None:
    row, neha = facts.lead(name="Priya Sharma"), in_role("Sales")
    staff = open_page(f"/admin/leads/lead/{row.pk}/change/", width=1280, user=neha)
    path = propose(staff, "2098-12-02T10:00").split("?")[0]
    page = open_page(f"{path}?lang={language}", width=width)
    fine(page)
    pictured(page, f"page-{language}-{width}")
