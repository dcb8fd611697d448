import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from activity import approvals, follow_ups, waiting
from activity.kinds import Actor
from activity.models import Activity
from assignments.models import Assignment
from leads.erasure import erase_lead
from leads.models import Lead, LeadProduct, Submission
from leads.quoting import price_book, snapshot
from leads.quoting.calculator import LineRequest, price
from leadsite.accounts.models import User
from tests.leads.facts import asked_again, lead, worked
from tests.leads.quoting.rows import NOW, price_list
from tests.leads.steps import LIST, logged_in, page, said
from tests.people import alice, bob, charlie, in_role

pytestmark = pytest.mark.django_db
Counted = Callable[[int], object]


@pytest.fixture
def client() -> Client:
    return logged_in(alice())


def quoted(quantity: str = "200", product: str = "premium-laminate") -> dict[str, object]:
    quote = price(price_list(), [LineRequest(product, Decimal(quantity))])
    return snapshot.build(quote, folio="7K2M-9XTR-D4Q", computed_at=NOW, valid_until=NOW)


def owned(row: Lead, owner: User, *, due: datetime | None = None) -> None:
    due = due or timezone.now() + timedelta(minutes=25, seconds=30)
    Assignment.objects.create(lead=row, owner=owner, owner_name=owner.name, sla_deadline=due)


def text(response: object) -> str:
    """What the page says, its markup left out."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_takes_ten_queries_however_long_the_history(
    many: int, django_assert_num_queries: Counted
) -> None:
    row = worked(lead(quote_data=None), bob())
    person = in_role("Manager", "meera", "Meera Iyer")
    actor = Actor("user", "sales_user_5")
    for number in range(many):
        row.activities.create(type="note", message="Called again", actor_type="user", actor_id=str(number))
        Submission.objects.create(lead=row, folio=str(number), kind="repeat")
        lead(number + 2, phone=row.phone)
        approvals.ask(lead_id=row.pk, what="5 % off", approval_type="discount", actor=actor)
    client = logged_in(person)
    with django_assert_num_queries(10):
        response = client.get(page(row))
    assert len(response.context["tasks"]) == min(many, 20)


def test_the_page_says_who_asked_and_for_what(client: Client) -> None:
    row = lead(
        name="Priya Sharma", company="Sharma Design", role="Architect", location="Mumbai",
        email="priya@example.com", message="Could we see samples?", quote_data=quoted(),
    )  # fmt: skip
    shown = text(client.get(page(row)))
    for fact in (
        "Priya Sharma",
        "Sharma Design",
        "Architect",
        "Mumbai",
        "Could we see samples?",
        "+91 98200 00001",
    ):
        assert fact in shown
    assert "Premium laminate 200 sq ft × ₹110.00 ₹22,000.00" in shown


@pytest.mark.parametrize(
    ("facts", "links"),
    [
        (
            {"email": "priya+1@example.com"},
            ["tel:+919820000001", "https://wa.me/919820000001", "reply/"],
        ),
        ({"phone": None, "email": "p@example.com"}, ["reply/"]),
    ],
)
def test_the_customer_is_one_tap_away(facts: dict[str, object], links: list[str], client: Client) -> None:
    content = client.get(page(lead(**facts))).content.decode()
    reach = content[content.index('class="row reach"') :]
    found = re.findall(
        r'href="((?:tel:|https://wa\.me|mailto:)[^"?]*|[^"]*/reply/)', reach[: reach.index("</div>")]
    )
    assert [link if ":" in link else link[-6:] for link in found] == links


def test_who_may_only_look_writes_in_their_own_mail_program(client: Client) -> None:
    client.force_login(bob("leads.view_lead"))
    content = client.get(page(lead(email="p@example.com"))).content.decode()
    assert 'href="mailto:p@example.com?' in content


@pytest.mark.parametrize(
    ("language", "start"), [("en", "Hello Priya Sharma 1, this is"), ("hi", "नमस्ते Priya Sharma 1"), ("es", "Hola, Priya Sharma 1")]
)  # fmt: skip
def test_the_chat_opens_in_the_customers_language_and_names_the_folio(
    language: str, start: str, client: Client
) -> None:
    row = lead()
    Submission.objects.update(submitted={"language": language})
    chat = client.get(page(row)).context["links"].chat
    written = unquote(chat.partition("?text=")[2])
    assert written.startswith(start)
    assert row.folio in written


def test_a_quote_that_adds_up_says_so_and_what_it_costs_today(client: Client) -> None:
    price_book.install(price_list(2, unit_price="120.50"))
    row = lead(quote_data=quoted())
    checked = client.get(f"{page(row)}?check").context["checked"]
    assert (checked.adds_up, checked.version) == (True, 2)
    assert [(line.product, line.then, line.today, line.more) for line in checked.lines] == [
        ("Premium laminate", "₹22,000.00", "₹24,100.00", "+₹2,100.00")
    ]
    assert (checked.total.then, checked.total.today) == ("₹22,000.00", "₹24,100.00")


def test_a_quote_that_was_tampered_with_does_not_add_up(client: Client) -> None:
    row = lead(quote_data={**quoted(), "total": "1.00"})
    checked = client.get(f"{page(row)}?check").context["checked"]
    assert [str(wrong) for wrong in checked.wrong] == ["total: stored 1, computed 22000"]


def test_what_the_shop_no_longer_sells_is_said(client: Client) -> None:
    price_book.install(price_list(2))
    gone = quoted()
    gone["lines"][0]["slug"] = "teak"
    row = lead(quote_data=gone)
    assert "no longer sold" in text(client.get(f"{page(row)}?check"))


@pytest.mark.parametrize(
    "stored", [{"total": "5"}, [1], "x", {"lines": [{}], "currency": "INR"}, {"lines": 5}]
)
def test_a_quote_that_cannot_be_read_is_said_to_be_so(stored: object, client: Client) -> None:
    row = lead(quote_data=stored)
    shown = text(client.get(f"{page(row)}?check"))
    assert "A quote is stored with this lead that cannot be read" in shown


def test_without_a_quote_the_products_are_named(client: Client) -> None:
    row = lead(quote_data=None)
    LeadProduct.objects.create(lead=row, category="Wall", product="Wall panel", quantity="20 pieces")
    assert "Wall panel · 20 pieces" in text(client.get(page(row)))


@pytest.mark.parametrize(
    ("minutes", "words", "tone"), [(25.5, "25 min left", "due"), (-130, "2 h 10 min late", "late")]
)
def test_the_page_says_whose_it_is_and_by_when(minutes: float, words: str, tone: str, client: Client) -> None:
    row = lead()
    owned(row, in_role("Sales"), due=timezone.now() + timedelta(minutes=minutes))
    context = client.get(page(row)).context
    assert (context["owner"], context["due"].text, context["due"].tone) == ("Neha Patel", words, tone)


def test_an_owner_without_an_account_is_named_as_they_were(client: Client) -> None:
    row = lead()
    Assignment.objects.create(lead=row, owner_id="sales_user_99", owner_name="Asha Rao", sla_deadline=NOW)
    assert client.get(page(row)).context["owner"] == "Asha Rao"


@pytest.mark.parametrize(
    ("role", "status", "plain", "reasoned", "back"),
    [
        ("Sales", "new", ["contacted", "nurturing", "qualified", "converted"], ["lost"], []),
        ("Sales", "converted", [], [], []),
        ("Manager", "contacted", ["nurturing", "qualified", "converted"], ["lost"], ["new"]),
        ("Manager", "lost", [], [], ["new", "contacted", "nurturing", "qualified"]),
    ],
)
def test_the_buttons_are_the_moves_allowed_now_for_this_person(
    role: str, status: str, plain: list[str], reasoned: list[str], back: list[str]
) -> None:
    moves = logged_in(in_role(role)).get(page(lead(status=status))).context["moves"]
    found = [[move.to for move in moves[kind]] for kind in ("plain", "reasoned", "back")]
    assert found == [plain, reasoned, back]


def test_who_may_only_look_finds_no_button() -> None:
    row = lead(suspect="honeypot")
    follow_ups.plan(
        lead_id=row.pk, action="call", at=NOW + timedelta(days=1), reason="", actor=Actor("system"), now=NOW
    )
    content = logged_in(bob("leads.view_lead")).get(page(row)).content.decode()
    main = content[content.index("<main") :]
    assert "<form" not in main
    assert "/correct/" not in main


def test_a_suspect_is_cleared_or_discarded_from_its_page(client: Client) -> None:
    shown = text(client.get(page(lead(suspect="honeypot"))))
    assert "It is genuine Discard" in shown


def test_nobody_decides_what_they_asked_for_themselves() -> None:
    row, manager = lead(), in_role("Manager", "meera", "Meera Iyer")
    approvals.ask(
        lead_id=row.pk, what="5 %", approval_type="discount", actor=Actor("user", manager.identifier)
    )
    assert [task.forms for task in logged_in(manager).get(page(row)).context["tasks"]] == [{}]


def test_the_timeline_is_read_page_after_page(client: Client) -> None:
    row = lead()
    for number in range(45):
        row.activities.create(
            type="note", message=f"Note {number}", created_at=NOW + timedelta(minutes=number // 3)
        )
    notes, mark = [], ""
    for _ in range(3):
        shown = client.get(page(row), {"before": mark}).context["timeline"]
        notes += [entry.sentence.text for entry in shown.entries]
        mark = shown.older
    assert (len(notes), len(set(notes)), mark) == (45, 45, "")
    assert notes[0].startswith("Note 4")


def test_the_timeline_is_narrowed_to_one_kind(client: Client) -> None:
    row = lead()
    row.activities.create(type="note", message="A note")
    row.activities.create(type="waiting", status="pending", message="x", metadata={"reason": "Samples"})
    shown = client.get(page(row), {"show": "tasks"}).context["timeline"]
    assert [entry.sentence.text for entry in shown.entries] == ["Waiting: Samples"]


def test_a_page_of_the_timeline_that_is_none_is_said_to_be_none(client: Client) -> None:
    row = worked(lead(), bob())
    response = client.get(page(row), {"before": "yesterday"})
    assert "There is no such page of the timeline" in text(response)
    assert len(response.context["timeline"].entries) == 2


def test_other_leads_of_the_person_are_beside_it(client: Client) -> None:
    row = lead(1, email="p@example.com")
    by_phone = lead(2, phone=row.phone, asked=NOW - timedelta(days=2))
    by_email = lead(3, email="P@example.com", asked=NOW - timedelta(days=1))
    lead(4)
    assert list(client.get(page(row)).context["others"]) == [by_email, by_phone]


def test_a_colleagues_lead_of_the_person_stays_out_of_sight(settings: Settings) -> None:
    settings.SALES_SEE = "own"
    row = lead(1)
    owned(lead(2, phone=row.phone), in_role("Sales"))
    client = logged_in(bob("leads.view_lead"))
    assert list(client.get(page(row)).context["others"]) == []


def test_every_enquiry_of_the_lead_is_listed_with_its_total(client: Client) -> None:
    row = lead()
    Submission.objects.create(
        lead=row, folio="REPEAT", kind="repeat", received_at=NOW + timedelta(hours=1), quote_total=Decimal(50), currency="INR"
    )  # fmt: skip
    found = client.get(page(row)).context["enquiries"]
    assert [(enquiry.folio, enquiry.total) for enquiry in found] == [
        ("REPEAT", "₹50.00"),
        (row.folio, "₹2,000.50"),
    ]


def test_who_asked_again_is_answered_about_the_newest_enquiry(client: Client) -> None:
    row = lead(quote_data=quoted())
    asked_again(row, folio="REPEAT", quote=row.quote_data, submitted={"message": "Twice as much"})
    response = client.get(page(row))
    newest = response.context["enquiries"][0]
    assert (newest.words, newest.lines) == ("Twice as much", response.context["quote"]["lines"])
    assert "The newest is for ₹50.00 : REPEAT" in text(response)
    assert "Twice as much" in text(response)


def test_the_head_says_what_the_newest_quote_comes_to(client: Client) -> None:
    row = lead(quote_data=quoted())
    asked_again(row, 1, quote_total=Decimal(50))
    asked_again(row, 2, quote_total=Decimal(60))
    assert client.get(page(row)).context["newer"].total == "₹60.00"
    assert "₹60.00 · " + str(row.folio) in text(client.get(page(row)))


@pytest.mark.parametrize("changed", [{"suspect": "flood"}, {"quote_total": None}])
def test_a_suspect_or_unpriced_repeat_takes_the_place_of_no_quote(
    changed: dict[str, object], client: Client
) -> None:
    row = lead(quote_data=quoted())
    asked_again(row, **changed)
    assert client.get(page(row)).context["newer"] is None
    assert "The newest is for" not in text(client.get(page(row)))


def test_other_leads_of_the_person_say_what_their_newest_quote_comes_to(client: Client) -> None:
    row = lead(1)
    asked_again(lead(2, phone=row.phone))
    assert [other.total for other in client.get(page(row)).context["others"]] == ["₹50.00"]


def test_a_lead_of_one_enquiry_points_to_no_other(client: Client) -> None:
    assert "The newest is for" not in text(client.get(page(lead())))


@pytest.mark.parametrize("written", ["nonsense", "0f0e0d0c-0b0a-4908-8706-050403020100"])
def test_a_lead_that_is_not_there_is_not_found(written: str, client: Client) -> None:
    response = client.get(f"{LIST}{written}/change/")
    assert (response.status_code, "There is no such lead" in text(response)) == (404, True)


def test_an_erased_lead_leads_to_the_list(client: Client) -> None:
    row = lead()
    erase_lead(row.pk)
    response = client.get(f"{LIST}{row.pk}/change/")
    assert (response.status_code, response["Location"]) == (302, LIST)
    assert said(response) == ["This lead no longer exists: the customer's data was erased."]


@pytest.mark.parametrize("way", ["change", "history", "delete"])
def test_a_colleagues_lead_is_not_found_at_any_address(way: str, settings: Settings) -> None:
    settings.SALES_SEE = "own"
    row = lead()
    owned(row, in_role("Sales"))
    client = logged_in(bob("leads.view_lead"))
    assert client.get(f"{LIST}{row.pk}/{way}/", follow=True).status_code == 404


def test_a_stranger_is_sent_to_the_login() -> None:
    url = page(lead())
    for client in (Client(), logged_in(charlie())):
        response = client.get(url)
        assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={url}")


def test_a_colleague_who_may_not_see_leads_is_refused() -> None:
    assert logged_in(bob("leads.view_priceitem")).get(page(lead())).status_code == 403


def test_what_a_customer_typed_is_never_markup(client: Client) -> None:
    hostile = "<script>alert(1)</script>"
    row = lead(name=hostile, company=hostile, role=hostile, location=hostile, message=hostile, source=hostile)
    row.activities.create(type="note", message=hostile)
    row.activities.create(type="call", message=hostile, metadata={"direction": "out", "outcome": hostile})
    content = client.get(page(row)).content.decode()
    assert hostile not in content
    assert content.count("&lt;script&gt;alert(1)") >= 8


def test_times_are_shown_on_the_colleagues_own_clock() -> None:
    person = alice()
    User.objects.filter(pk=person.pk).update(time_zone="America/New_York")
    row = lead()
    row.activities.create(type="note", message="x", created_at=NOW)
    assert "Sat 21 Nov 2026, 04:30" in text(logged_in(person).get(page(row)))


def test_an_owner_sees_no_deadline_once_the_customer_was_answered(client: Client) -> None:
    row = lead()
    owned(row, in_role("Sales"))
    Assignment.objects.update(status="completed", completed_at=timezone.now())
    assert client.get(page(row)).context["due"] is None
    assert Activity.objects.count() == 0


def test_while_we_wait_for_the_customer_the_page_says_so_and_offers_to_stop(client: Client) -> None:
    row = lead(asked=timezone.now())
    assert "Wait for the customer" in text(client.get(page(row)))
    actor = Actor("user", "sales_user_5")
    waiting.begin(lead_id=row.pk, reason="Measures the room", actor=actor, now=timezone.now())
    shown = text(client.get(page(row)))
    assert "New paused" in shown
    assert ("Stop waiting" in shown, "Wait for the customer" in shown) == (True, False)
