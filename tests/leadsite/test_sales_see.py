"""SALES_SEE=own: a colleague's lead is hunted for on every page, and must be as if it did not exist.

Every address is asked for twice, with the lead there and with it erased: whatever differs is a leak, be it a
name, a count or a figure. Canaries in the lead say what leaked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import unquote_plus

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from activity import approvals, follow_ups
from activity.kinds import Actor
from activity.models import Activity
from leads.bulk import moves
from leads.models import Lead
from leadsite.accounts.models import User
from leadsite.keys import new_id
from tests.leads.facts import lead, worked
from tests.leadsite.staff_pages import Page, address, every_page, of_lead
from tests.people import in_role

pytestmark = pytest.mark.django_db

SHARED_PHONE, PHONE = "+919820042424", "+914242424242"
HIDDEN = {
    "name": "Kanari Bird",
    "email": "kanari@example.com",
    "company": "Canary Wharf Ltd",
    "location": "Canarytown",
    "message": "A canary sings",
    "phone": SHARED_PHONE,
    "source": "website_form",
}
# What is new on each request, whoever asks.
CHANGING = re.compile(r'name="(?:csrfmiddlewaretoken|plan|key)" value="[^"]*"|"csrf": "[^"]*"')


@dataclass(frozen=True)
class Shop:
    """Neha's lead, which Rajesh must not see; one of his own, of the same phone; one of nobody's."""

    neha: User
    rajesh: User
    meera: User
    hidden: tuple[Lead, ...]
    keys: dict[str, str]
    canaries: tuple[str, ...]
    own: dict[str, str]


@pytest.fixture
def frozen() -> Iterator[None]:
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture
def shop(frozen: None, settings: Settings, tmp_path: object) -> Shop:
    settings.SALES_SEE, settings.SPOOL_DIR = "own", tmp_path
    neha, rajesh = in_role("Sales"), in_role("Sales", "rajesh", "Rajesh Kumar")
    meera = in_role("Manager", "meera", "Meera Iyer")
    now = timezone.now()
    own = worked(lead(1, asked=now - timedelta(hours=2), phone=SHARED_PHONE), rajesh)
    lead(2, asked=now - timedelta(hours=3))
    hidden = worked(lead(3, asked=now - timedelta(hours=5), **HIDDEN), neha)
    bot = {"name": "Kanari Suspect", "phone": PHONE, "company": "Canary Wharf Ltd", "suspect": "honeypot"}
    suspect = worked(lead(4, asked=now - timedelta(hours=4), **bot), neha)
    by = Actor("user", neha.identifier)
    his = Actor("user", rajesh.identifier)  # from when the lead was his
    for actor, minutes in ((by, 5), (by, 60 * 24), (his, 10)):
        follow_ups.plan(
            lead_id=hidden.pk,
            action="call",
            at=now + timedelta(minutes=minutes),
            reason="Ask the canary",
            actor=actor,
            now=now,
        )
    for actor in (by, his):
        approvals.ask(lead_id=hidden.pk, what="Canary discount", approval_type="discount", actor=actor)
    moved = moves.move(
        job=new_id(), leads=Lead.objects.all(), previewed=dict(Lead.objects.values_list("pk", "updated_at")),
        to="contacted", reason="", actor=Actor("user", meera.identifier), manager=True,
    )  # fmt: skip
    keys = {
        **of_lead(hidden),
        "suspect": str(suspect.pk),
        "move": str(moved.pk),
        "user": str(neha.pk),
        "id": str(neha.pk),
    }
    canaries = (*(HIDDEN[name] for name in ("name", "email", "company", "location", "message")), PHONE[3:],
                "Kanari Suspect", "Canary discount", "Ask the canary", str(hidden.folio), str(suspect.folio))  # fmt: skip
    return Shop(neha, rajesh, meera, (hidden, suspect), keys, canaries, of_lead(own))


@dataclass(frozen=True)
class Request:
    page: Page
    url: str
    form: dict[str, str] | None = None

    @property
    def typed(self) -> str:
        return unquote_plus(self.url) + " ".join((self.form or {}).values())

    def answer(self, session: str) -> str:
        """The page as the colleague of this session reads it, where they are led, and what they are told there."""
        client = Client()
        client.cookies["sessionid"] = session
        response: Any = (
            client.get(self.url, follow=True)
            if self.form is None
            else client.post(self.url, self.form, follow=True)
        )
        content = b"".join(response) if response.streaming else response.content
        text = CHANGING.sub("", content.decode())
        return f"{response.status_code} {response.redirect_chain}\n{text}"


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def answers(user: User, asked: list[Request]) -> list[str]:
    """Of one session, which is there to the end."""
    session = session_of(user)
    found = [request.answer(session) for request in asked]
    assert Request(Page("", ""), "/admin/").answer(session).startswith("200 []")
    return found


def requests(shop: Shop) -> list[Request]:
    """Every page by every query, and every step by every form, as if for the hidden lead."""
    asked = []
    for page in every_page():
        if page.path == "logout/":
            continue
        url = address(page.path, shop.keys)
        asked += [Request(page, url + query.format(**shop.keys)) for query in page.queries]
        for form in page.posts:
            filled = {name: str(value).format(**shop.keys) for name, value in form.items()}
            asked.append(Request(page, url, filled))
        if page.path.startswith("leads/lead/<"):  # his own lead's, of the same person
            asked.append(Request(page, address(page.path, shop.own)))
    return asked


def erase(shop: Shop) -> None:
    with connection.cursor() as cursor:
        for row in shop.hidden:
            cursor.execute("select set_config('leadsite.erasing', %s, true)", [str(row.pk)])
            cursor.execute("delete from leads where id = %s", [row.pk])
        cursor.execute("delete from erased_submissions")  # which tell that there was one


def versions(shop: Shop) -> list[object]:
    keys = [row.pk for row in shop.hidden]
    rows = Lead.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "updated_at", "owner")
    return [*rows, Activity.objects.filter(lead__in=keys).count()]


def test_a_colleagues_lead_is_as_if_it_did_not_exist(shop: Shop) -> None:
    """Not on one page, nor in the difference between two."""
    asked, before = requests(shop), versions(shop)
    there = answers(shop.rajesh, asked)
    assert versions(shop) == before
    erase(shop)
    gone = answers(shop.rajesh, asked)
    pairs = list(zip(asked, there, gone, strict=True))
    said = [(one.url, one.form, found) for one, answer, _ in pairs if (found := told(shop, one, answer))]
    leaks = [(one.url, one.form, difference(old, new)) for one, old, new in pairs if old != new]
    assert (said, leaks) == ([], [])


def told(shop: Shop, request: Request, answer: str) -> list[str]:
    """What the customer said and nobody asked for."""
    return [text for text in shop.canaries if text in answer and text not in request.typed]


def difference(one: str, other: str) -> list[str]:
    lines = set(other.splitlines())
    return [line.strip() for line in one.splitlines() if line not in lines][:5]


SHOWS = {
    "": "Kanari Bird",
    "leads/lead/": "Kanari Bird",
    "leads/lead/<path:object_id>/change/": "kanari@example.com",
    "leads/lead/bulk/<uuid:move>/": "Kanari Bird",
    "leads/submission/": "Kanari Bird",
    "activity/activity/": "Canary discount",
    "activity/activity/<path:object_id>/change/": "Kanari Bird",
    "activity/activity/follow-ups/?whose=everybodys": "Kanari Bird",
    "activity/activity/approvals/": "Canary discount",
    "assignments/assignment/": "Kanari Bird",
    "assignments/assignment/<path:object_id>/change/": "Kanari Bird",
}


@pytest.mark.parametrize("who", ["neha", "meera"])
def test_its_owner_and_the_manager_see_it_where_it_belongs(who: str, shop: Shop) -> None:
    asked = [Request(Page("", ""), address(path, shop.keys)) for path in SHOWS]
    pages = dict(zip(SHOWS, answers(getattr(shop, who), asked), strict=True))
    seen = {path: text in pages[path] for path, text in SHOWS.items()}
    assert seen == dict.fromkeys(SHOWS, True)


@pytest.mark.parametrize("who", ["neha", "meera"])
@pytest.mark.parametrize("text", ["kanari", "canary wharf", "9820042424", "{folio}"])
def test_its_owner_and_the_manager_find_it(who: str, text: str, shop: Shop) -> None:
    asked = Request(Page("", ""), f"/admin/leads/lead/?q={text.format(**shop.keys)}")
    assert "Kanari Bird" in asked.answer(session_of(getattr(shop, who)))


def test_nobodys_lead_is_everybodys(shop: Shop) -> None:
    assert "Priya Sharma 2" in Request(Page("", ""), "/admin/leads/lead/").answer(session_of(shop.rajesh))
