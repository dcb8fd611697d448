from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from activity import kinds
from activity.bookings import availability
from activity.bookings.visit import read as parsed
from activity.models import Activity
from activity.triage import rules
from activity.triage.agreement import agreements
from assignments.clocks.checking import check
from assignments.models import Assignment, LeadClock
from assignments.routing.router import route_waiting
from leads.demo import load
from leads.demo.stories import STORIES
from leads.models import Lead, Submission
from leads.quoting import folio, verification
from leads.quoting.models import PriceItem, PriceListVersion
from leadsite.accounts.models import User
from leadsite.telemetry import events
from leadsite.telemetry.models import AnalyticsEvent
from tests.database.access import run
from tests.leads.quoting.rows import NOW, laminate

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> load.Loaded:
    return load.load(now=NOW)


def test_priya_wants_what_the_story_says(loaded: load.Loaded) -> None:
    priya = Lead.objects.get(name="Priya Sharma")
    assert (priya.role, priya.location) == ("Architect", "Mumbai")
    assert [(row.category, row.product, row.quantity) for row in priya.products.order_by("quantity")] == [
        ("Laminates", "Premium laminate", "2000 sq ft"),
        ("Wall", "Designer wall panel", "500 sq ft"),
    ]
    assert Assignment.objects.get(lead=priya).owner_id == "sales_user_5"
    assert {activity.type for activity in priya.activities.filter(status="pending")} == {
        "follow_up",
        "approval",
    }
    assert priya.activities.filter(type="ai_result").count() == 1


def test_the_price_list_has_four_categories_and_some_thirty_products(loaded: load.Loaded) -> None:
    published = PriceListVersion.objects.get().value()
    assert {name: len(items) for name, items in published.categories()} == {
        "Flooring": 8,
        "Wall": 8,
        "Lighting": 7,
        "Laminates": 6,
    }
    assert published.published_at < min(Lead.objects.values_list("created_at", flat=True))


def test_leads_stand_in_every_status_and_some_are_late(loaded: load.Loaded) -> None:
    assert set(Lead.objects.values_list("status", flat=True)) == {
        "new",
        "contacted",
        "nurturing",
        "qualified",
        "converted",
        "lost",
    }
    assert Assignment.objects.late(NOW).count() == 3
    assert Assignment.objects.filter(sla_met=False).count() == 3


def test_every_activity_carries_the_facts_of_its_type(loaded: load.Loaded) -> None:
    for activity in Activity.objects.all():
        kinds.check(activity.type, activity.status, activity.metadata or {})


def test_nothing_happened_in_the_future_or_before_the_customer_asked(loaded: load.Loaded) -> None:
    for activity in Activity.objects.select_related("lead"):
        assert activity.lead.created_at <= activity.created_at <= NOW


def test_every_status_is_what_the_log_says(loaded: load.Loaded) -> None:
    for lead in Lead.objects.all():
        changes = list(lead.activities.filter(type="status_change").order_by("created_at"))
        path = ["new", *(change.metadata["to"] for change in changes)]
        assert path[-1] == lead.status
        assert [change.metadata["from"] for change in changes] == path[:-1]


def test_every_quote_adds_up_and_every_folio_is_one(loaded: load.Loaded) -> None:
    assert [verdict.differences for verdict in verification.verdicts()] == [()] * (2 * len(STORIES) + 1)
    assert all(folio.is_valid(row.folio) for row in Submission.objects.all())


def test_the_suspect_counts_in_no_figure(loaded: load.Loaded) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select get_dashboard_stats() ->> 'total_leads'")
        assert cursor.fetchone() == (str(len(STORIES) - 1),)


def test_a_second_enquiry_waits_for_the_owner(loaded: load.Loaded) -> None:
    repeat = Submission.objects.get(kind="repeat")
    again = repeat.lead.activities.get(type="follow_up", metadata__reason="asked again")
    assert (repeat.lead.name, again.status, again.due_at) == ("Rohan Desai", "pending", repeat.received_at)


def test_staff_see_the_baskets_that_were_never_sent(loaded: load.Loaded) -> None:
    load.load(now=NOW)
    given_up = AnalyticsEvent.objects.abandoned(NOW)
    assert sorted(event.data["products"][0] for event in given_up) == [
        "acoustic-panel",
        "chandelier-crystal",
        "oak-engineered-wood",
    ]
    for event in given_up:
        assert events.read("basket_priced", event.data) == event.data


def test_advice_is_the_rules_own_and_colleagues_have_mostly_agreed(loaded: load.Loaded) -> None:
    (row,) = agreements(Activity.objects.all())
    assert (row.model, row.version) == (rules.MODEL, rules.VERSION)
    assert (row.reviewed > 10, 50 < row.rate < 100) == (True, True)


def test_one_visit_is_confirmed_and_one_waits_for_its_customer(loaded: load.Loaded) -> None:
    visits = Activity.objects.filter(type="booking").order_by("status").select_related("lead")
    assert [(visit.status, visit.lead.name) for visit in visits] == [
        ("confirmed", "Priya Sharma"),
        ("pending", "George Fernandes"),
    ]
    for visit in visits:
        read = parsed(visit)
        assert read is not None
        staff = User.objects.get(identifier=read.staff_id)
        assert (read.is_over(NOW), list(availability.concerns(staff, read.times))) == (False, [])


def test_loading_again_adds_nothing_and_changes_nothing(loaded: load.Loaded) -> None:
    PriceItem.objects.filter(slug="premium-laminate").update(unit_price=Decimal(999))
    again = load.load(now=NOW + timedelta(days=1))
    assert (again.leads, again.passwords) == (0, {})
    assert Lead.objects.count() == len(STORIES)
    assert PriceItem.objects.get(slug="premium-laminate").unit_price == 999


def test_what_staff_have_made_already_stays() -> None:
    mine = laminate(slug="premium-laminate", name="Ours", unit_price=Decimal(7))
    User.objects.create_user("neha", name="Neha of ours")
    loaded = load.load(now=NOW)
    mine.refresh_from_db()
    assert (mine.name, mine.unit_price) == ("Ours", 7)
    assert sorted(loaded.passwords) == ["meera", "rajesh"]
    assert User.objects.get(username="neha").name == "Neha of ours"


def test_a_new_shop_is_empty_and_a_used_one_is_not() -> None:
    assert load.is_empty()
    laminate()
    assert not load.is_empty()


def test_what_customers_waited_for_follows_from_their_stories(loaded: load.Loaded) -> None:
    answered = LeadClock.objects.filter(answered_at__isnull=False)
    assert set(answered.values_list("lead__first_response_at", flat=True)) == set(
        answered.values_list("answered_at", flat=True)
    )
    assert answered.filter(missed_at__isnull=True).exists()
    assert answered.filter(missed_at__isnull=False).exists()
    assert LeadClock.objects.running().filter(deadline__isnull=True, paused=False).count() == 0
    assert not LeadClock.objects.filter(lead__in=Lead.objects.suspect()).exists()
    assert check(now=NOW).differing == 0


def test_nobody_writes_to_customers_who_are_made_up(loaded: load.Loaded) -> None:
    route_waiting(now=NOW)
    assert run("select count(*) from procrastinate_jobs where task_name <> 'route'") == [(0,)]
    fresh = Lead.objects.genuine().filter(status="new")
    assert fresh.filter(activities__type="ai_result").distinct().count() == fresh.count() > 0
