"""A message that fails is told in words and goes again at a press; a letter that comes back stops its address."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from activity.models import Activity
from activity.outbox import sending
from activity.outbox.jobs import send_message
from leads.models import Lead
from leadsite.jobs.models import Job
from tests.activity.letters.conftest import resend
from tests.activity.texts.conftest import twilio
from tests.database.access import run
from tests.journeys.conftest import Opener
from tests.journeys.looks import violations, wider_than_the_screen
from tests.leads import facts
from tests.people import in_role
from tests.providers.resend import FakeResend, event, signed
from tests.providers.server import TROUBLE, Answer
from tests.providers.twilio import FakeTwilio, sign

__all__ = ["resend", "twilio"]  # the providers' fixtures
pytestmark = pytest.mark.browser
SITE, FORM = "https://quotes.example.com", "application/x-www-form-urlencoded"
REMEMBERS_WHO_IS_BUSY = """() => document.addEventListener("submit", (event) => {
    sessionStorage.busy = event.submitter.getAttribute("aria-busy");
})"""
CUT_BEFORE_IT_TOOK_ANYTHING = Answer(0)


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "WORD_SECONDS", 0.0)


def work() -> None:
    """The worker does what waits, whenever it was to be done."""
    for job in Job.objects.filter(task_name="send-message", status="todo").order_by("pk"):
        run("update procrastinate_jobs set status = 'succeeded' where id = %s", job.pk)
        send_message(**job.args)


def fine(page: Page) -> None:
    assert violations(page) == []
    assert not wider_than_the_screen(page)


def newest(kind: str) -> Activity:
    return Activity.objects.of_types([kind]).newest_first()[0]


def callback(row: Activity, status: str) -> int:
    """What Twilio tells of it, signed."""
    path = f"/hooks/twilio/?message={row.pk}"
    form = {"MessageSid": str((row.metadata or {})["provider_id"]), "MessageStatus": status}
    proof = {"X-Twilio-Signature": sign(f"{SITE}{path}", form)}
    return Client().post(path, urlencode(form), FORM, headers=proof).status_code


def test_an_sms_that_failed_is_told_in_words_and_delivered_once_at_a_press(
    open_page: Opener, twilio: FakeTwilio
) -> None:
    row = facts.lead(name="Priya Sharma")
    page = open_page(f"/admin/leads/lead/{row.pk}/change/", width=360, user=in_role("Sales"))
    page.get_by_role("link", name="SMS").click()
    page.get_by_label("Text").fill("Your samples are here.")
    expect(page.locator("[data-sms-told]")).to_have_text("1 SMS · room for 138 more")
    fine(page)
    page.evaluate(REMEMBERS_WHO_IS_BUSY)
    page.get_by_role("button", name="Send").dblclick()
    expect(page.locator(".messagelist")).to_contain_text("The SMS is on its way.")
    assert page.evaluate("() => sessionStorage.busy") == "true"
    expect(page.locator("[data-under-way]")).to_contain_text("SMS is being sent")

    twilio.script = [TROUBLE, CUT_BEFORE_IT_TOOK_ANYTHING]
    for _ in range(3):
        work()
    failed = page.locator(f"[data-message='{newest('sms').pk}']")
    expect(failed).to_contain_text("SMS could not be delivered")
    expect(failed).to_contain_text("Nobody knows whether it went out")
    expect(page.locator("[data-progress]")).to_contain_text("SMS could not be delivered")
    fine(page)

    failed.get_by_role("button", name="Send it again").dblclick()
    expect(page.locator(".messagelist")).to_contain_text("It is sent again now, to +91 98200 00001.")
    expect(page.get_by_role("button", name="Send it again")).to_have_count(0)
    work()
    again = newest("sms")
    expect(page.locator(f"[data-message='{again.pk}']")).to_contain_text("SMS to the customer")
    assert [callback(again, "delivered") for _ in range(2)] == [200, 200]
    page.reload()
    expect(page.locator(f"[data-message='{again.pk}']")).to_contain_text("Delivered")
    assert (len(twilio.asked), len(twilio.took), Activity.objects.of_types(["sms"]).count()) == (3, 1, 2)


def test_without_a_script_it_goes_again_too(open_page: Opener, twilio: FakeTwilio) -> None:
    row = facts.lead(name="Priya Sharma")
    path = f"/admin/leads/lead/{row.pk}/text/"
    page = open_page(path, user=in_role("Sales"), java_script_enabled=False)
    page.get_by_label("Text").fill("Your samples are here.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status").first).to_contain_text("Nothing was sent yet. 1 SMS")
    page.get_by_role("button", name="Send").click()
    twilio.script = [Answer(400, {"code": 21614, "status": 400})]
    work()
    page.reload()
    expect(page.locator("#timeline")).to_contain_text("Twilio says that this number takes no SMS.")
    page.get_by_role("button", name="Send it again").click()
    work()
    page.reload()
    assert (newest("sms").status, len(twilio.took)) == ("sent", 1)


def test_a_template_of_an_sms_is_seen_as_the_customer_reads_it_while_it_is_typed(open_page: Opener) -> None:
    page = open_page("/admin/activity/texttemplate/", user=in_role("Manager", "meera", "Meera Iyer"))
    page.get_by_role("link", name="Add SMS template").click()
    page.get_by_label("Name").fill("Samples")
    page.get_by_label("Text").fill("{constructor}")  # every object of JavaScript has one
    expect(page.locator("[data-sms-preview]")).to_have_text("{constructor}")
    page.get_by_label("Text").fill("Dear {customer}, your “oak” is here. {nobody}")
    expect(page.locator("[data-sms-preview]")).to_have_text("Dear Priya Sharma, your “oak” is here. {nobody}")
    expect(page.locator("[data-sms-told]")).to_contain_text("1 SMS · room for")
    fine(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".errorlist")).to_contain_text("There is no placeholder {nobody}.")
    page.get_by_label("Text").fill("Dear {customer}, your oak is here.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#result_list")).to_contain_text("Dear Priya Sharma, your oak is here.")


def bounced(row: Activity) -> int:
    """What Resend tells when the letter came back for good, signed."""
    told = {"type": "Permanent", "subType": "General", "message": "No such mailbox"}
    body = event("email.bounced", str((row.metadata or {})["provider_id"]), bounce=told)
    return Client().post("/hooks/resend/", body, "application/json", headers=signed(body)).status_code


def reply(page: Page, lead: Lead) -> None:
    page.get_by_role("link", name="E-mail").click()
    page.get_by_role("link", name="We could not reach you").click()
    expect(page.get_by_label("Text")).to_have_value(re.compile("^Hello Priya Sharma,"))
    page.get_by_label("Subject").fill("Your {nothing}")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no placeholder {nothing} here.")
    page.get_by_label("Subject").fill("Your quote {folio}")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="How the customer reads it")).to_contain_text(str(lead.folio))
    fine(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("The e-mail is on its way.")


def test_a_reply_that_comes_back_stops_the_address_until_a_manager_allows_it(
    open_page: Opener, resend: FakeResend
) -> None:
    row = facts.lead(name="Priya Sharma", email="canary@example.com")
    path = f"/admin/leads/lead/{row.pk}/change/"
    page = open_page(path, width=1280, user=in_role("Sales"))
    reply(page, row)
    work()
    assert bounced(newest("email")) == 200
    page.reload()
    banner = page.locator(".lead-head .notice")
    expect(banner).to_contain_text("E-mail: nothing is sent to canary@example.com any more.")
    expect(banner).to_contain_text("A manager can allow it again.")
    expect(page.locator("#timeline")).to_contain_text("The address does not exist, or takes no e-mail")
    fine(page)

    page = open_page(path, width=1280, user=in_role("Manager", "meera", "Meera Iyer"))
    page.get_by_role("link", name="Allow again").click()
    page.get_by_label("Why").fill("Her mailbox was mended")
    fine(page)
    page.get_by_role("button", name="Allow them").click()
    expect(page.locator(".messagelist")).to_contain_text("Messages go there again.")
    page.get_by_role("button", name="Send it again").click()
    work()
    assert (newest("email").status, len(resend.sent)) == ("sent", 2)
