"""Two colleagues race one lead in two browsers: each side is shown to the second, who chooses."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from activity import follow_ups
from activity.kinds import Actor
from activity.models import Activity
from leads.models import Lead
from tests.journeys.conftest import Opener
from tests.journeys.looks import DESK, PHONE, violations, wider_than_the_screen
from tests.leads import facts
from tests.people import in_role

pytestmark = pytest.mark.browser


def give_up(page: Page, why: str) -> None:
    page.locator("summary", has_text="Lost").click()
    page.locator("#why-lost").fill(why)
    page.locator("form:has(#why-lost) button").click()


def sides(page: Page) -> list[str]:
    return [" ".join(side.inner_text().split()) for side in page.locator(".side").all()]


def is_fit_for_all(page: Page) -> None:
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a width and a height
        assert not wider_than_the_screen(page)
    assert violations(page) == []


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_of_two_who_move_a_lead_the_second_sees_both_sides_and_chooses(
    open_page: Opener, script: bool
) -> None:
    row, address = facts.lead(), "/admin/leads/lead/{}/change/"
    neha, meera = in_role("Sales"), in_role("Manager", "meera", "Meera Iyer")
    first, second = (
        open_page(address.format(row.pk), user=user, java_script_enabled=script) for user in (neha, meera)
    )
    give_up(first, "No budget this year")
    expect(first.locator(".messagelist")).to_have_text("Moved to Lost.")
    second.get_by_role("button", name="Qualified").click()
    expect(second.locator("#problems")).to_contain_text("Somebody changed this lead meanwhile")
    assert sides(second) == [
        "You Status New → to Qualified",
        "Neha Patel Status New → to Lost No budget this year just now",
    ]
    if script:
        expect(second.get_by_role("dialog", name="Move the lead")).to_be_visible()
        assert second.url.endswith("/change/")
        is_fit_for_all(second)
    second.get_by_role("link", name="Keep Neha Patel’s").click()
    expect(second.locator(".lead-head .badge").first).to_have_text("Lost")
    first.reload()
    second.goto(second.url.replace("change", "move"))
    second.get_by_label("Move to").select_option("qualified")
    second.get_by_label("Why").fill("They called again")
    Lead.objects.update(status="nurturing")
    second.get_by_role("button", name="Move", exact=True).click()
    second.get_by_role("button", name="Put mine instead").click()
    expect(second.locator(".messagelist")).to_have_text("Moved to Qualified.")
    assert Lead.objects.get().status == "qualified"


def test_what_is_half_typed_beside_a_move_stays(open_page: Opener) -> None:
    page = open_page(f"/admin/leads/lead/{facts.lead().pk}/change/", user=in_role("Sales"))
    page.get_by_placeholder("Note for the team").fill("Half a sent")
    page.get_by_role("button", name="Qualified").click()
    expect(page.locator(".lead-head .badge").first).to_have_text("Qualified")
    expect(page.locator(".messagelist")).to_have_text("Moved to Qualified.")
    expect(page.get_by_placeholder("Note for the team")).to_have_value("Half a sent")
    page.get_by_role("button", name="Converted").click()
    expect(page.locator(".lead-head .badge").first).to_have_text("Converted")
    assert Lead.objects.get().status == "converted"


def test_a_step_that_succeeded_is_not_sent_again_where_the_fresh_page_cannot_be_had(
    open_page: Opener,
) -> None:
    address = f"/admin/leads/lead/{facts.lead().pk}/change/"
    page = open_page(address, user=in_role("Sales"))
    page.get_by_placeholder("Note for the team").fill("Half a sent")
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    page.route(f"**{address}", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Qualified").click()
    expect(page.locator("[aria-busy]")).to_have_count(0)
    expect(page.get_by_placeholder("Note for the team")).to_have_value("Half a sent")
    assert len([url for url in sent if url.endswith("/move/")]) == 1


def test_of_two_who_correct_a_lead_each_field_is_chosen_and_the_others_merge(open_page: Opener) -> None:
    row, address = facts.lead(), "/admin/leads/lead/{}/correct/"
    neha, meera = in_role("Sales"), in_role("Manager", "meera", "Meera Iyer")
    first, second = (open_page(address.format(row.pk), user=user) for user in (neha, meera))
    first.get_by_label("Name").fill("Priya Iyer")
    first.get_by_label("Location").fill("Pune")
    first.get_by_label("Why it is corrected").fill("Married, and moved")
    first.get_by_role("button", name="Correct").click()
    expect(first.locator(".messagelist")).to_have_text("Corrected: name, location.")
    second.get_by_label("Name").fill("Priya Rao")
    second.get_by_label("Company").fill("Rao & Co.")
    second.get_by_label("Why it is corrected").fill("Heard on the phone")
    second.get_by_role("button", name="Correct").click()
    assert sides(second) == [
        "You Name Priya Sharma 1 → to Priya Rao Heard on the phone",
        "Neha Patel Name Priya Sharma 1 → to Priya Iyer Married, and moved just now",
    ]
    is_fit_for_all(second)
    second.get_by_role("button", name="Save as chosen").click()
    expect(second.locator("#problems")).to_contain_text("Choose one of the two.")
    second.get_by_label("Yours: Priya Rao").check()
    second.get_by_role("button", name="Correct").click()
    expect(second.locator(".messagelist")).to_have_text("Corrected: name, company.")
    row.refresh_from_db()
    assert (row.name, row.company, row.location) == ("Priya Rao", "Rao & Co.", "Pune")
    assert Activity.objects.filter(type="correction").count() == 4


def test_words_on_a_task_that_was_settled_meanwhile_are_kept_and_the_rest_of_the_page_stays(
    open_page: Opener,
) -> None:
    row, neha, meera = facts.lead(), in_role("Sales"), in_role("Manager", "meera", "Meera Iyer")
    now = timezone.now()
    planned = follow_ups.plan(
        lead_id=row.pk, action="call", at=now + timedelta(hours=1), reason="Samples?",
        actor=Actor("user", neha.identifier), now=now,
    )  # fmt: skip
    page = open_page(f"/admin/leads/lead/{row.pk}/change/", user=meera)
    page.get_by_placeholder("Note for the team").fill("Half a sent")
    page.get_by_placeholder("What came of it").fill("Talked about oak")
    follow_ups.complete(
        activity_id=planned.pk, outcome="Wants pine", actor=Actor("user", neha.identifier), now=now
    )
    page.get_by_role("button", name="Done").click()
    dialog = page.get_by_role("dialog", name="Complete the follow-up")
    expect(dialog).to_contain_text("Yours cannot be put instead. It is settled, and the log keeps it so.")
    expect(dialog).to_contain_text("Wants pine")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_placeholder("Note for the team")).to_have_value("Half a sent")
    page.get_by_role("button", name="Done").click()
    dialog.get_by_role("button", name="Keep my words as a note").click()
    expect(page.locator(".messagelist")).to_have_text("Note kept.")
    expect(page.get_by_placeholder("Note for the team")).to_have_value("Half a sent")
    assert Activity.objects.filter(type="note", message="Talked about oak").count() == 1
