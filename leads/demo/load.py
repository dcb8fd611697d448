"""Fills an empty shop with the demo: price list, staff, and customers of the last five weeks."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import translation

from activity.models import Activity
from leads.demo import catalogue, clocks, people, response_times, routing
from leads.demo.stories import ABANDONED, STORIES, Basket, Story
from leads.demo.timeline import Timeline
from leads.models import Lead, LeadProduct, Submission
from leads.quoting import folio, publishing, snapshot
from leads.quoting.calculator import LineRequest, Quote, price
from leads.quoting.models import PriceItem, PriceListVersion
from leads.quoting.money import plain
from leads.quoting.price_list import PriceList
from leads.quoting.whatsapp import unit_words
from leadsite.accounts.models import User
from leadsite.keys import new_id
from leadsite.telemetry.models import AnalyticsEvent

VALID_FOR = timedelta(days=15)
OPENED = timedelta(days=60)  # the shop published its prices before the first customer came
PHONE = "+9122555001{:02}"  # an exchange that nobody has


@dataclass(frozen=True)
class Loaded:
    """What was loaded: how many leads, and the passwords of new accounts by username."""

    leads: int
    passwords: dict[str, str]


def is_empty() -> bool:
    """Whether nobody has begun to use this shop."""
    return not any(model.objects.exists() for model in (User, Lead, PriceItem, PriceListVersion))


@transaction.atomic
def load(*, now: datetime, progress: Callable[[], object] = lambda: None) -> Loaded:
    """Add what is missing of the demo to whatever is there. Nothing that staff have made is changed."""
    users, passwords = people.hire()
    people.team_up(users)
    price_list = priced(now)
    response_times.promise(now)
    routing.set_up(users, now)
    told = []
    for number, story in enumerate(STORIES, start=1):
        if not Lead.objects.of_person(phone=PHONE.format(number)).exists():
            told.append(tell(story, number, price_list, users, now))
        progress()
    clocks.run(told, now=now)
    abandon(price_list, now)
    return Loaded(len(told), passwords)


def priced(now: datetime) -> PriceList:
    """The published price list with the demo's items in it."""
    catalogue.stock()
    first = not PriceListVersion.objects.exists()
    try:
        version = publishing.publish(actor=None, now=now - OPENED if first else now)
    except publishing.CannotPublish as error:
        if error.code != "nothing_changed":
            raise
        version = PriceListVersion.objects.latest("number")
    return version.value()


def tell(story: Story, number: int, price_list: PriceList, users: dict[str, User], now: datetime) -> Lead:
    asked = by_day(now - story.ago, number) if story.ago >= timedelta(days=1) else now - story.ago
    enquiry = Enquiry.of(story.basket, price_list, asked)
    lead = Lead.objects.create(
        id=enquiry.id,
        created_at=asked,
        folio=enquiry.folio,
        name=story.name,
        phone=PHONE.format(number),
        email=f"{story.name.split()[0].lower()}.{number}@example.com" if story.name.isascii() else None,
        company=story.company,
        location=story.location or None,
        role=story.role,
        message=story.message,
        source=story.source,
        status=story.status,
        quote_data=enquiry.snapshot,
    )
    timeline = Timeline(story, lead, users, now)
    enquiry.store(lead, story, timeline)
    timeline.store()
    times = ("first_response_at", "last_contact_at", "conversion_date")
    if any(getattr(lead, name) for name in times):
        lead.save(update_fields=times)
    if story.asked_again:
        ask_again(story, lead, price_list, asked + timedelta(hours=2), timeline)
    return lead


def by_day(moment: datetime, number: int) -> datetime:
    """That day between nine and five, so that the staff's answers come in their working hours."""
    day = moment.astimezone(ZoneInfo(settings.TIME_ZONE)).replace(hour=9, minute=0)
    return day + timedelta(minutes=37 * number % 480)


def ask_again(story: Story, lead: Lead, price_list: PriceList, at: datetime, timeline: Timeline) -> None:
    """A second enquiry of the same day: another submission, and a follow-up that is due at once."""
    already = len(timeline.log)
    Enquiry.of(story.asked_again, price_list, at).store(lead, story, timeline, kind="repeat")
    facts = {"action": "call", "scheduled_for": at.isoformat(), "reason": "asked again"}
    timeline.add("follow_up", "Asked again", facts, None, "pending")
    Activity.objects.bulk_create(timeline.log[already:])


def abandon(price_list: PriceList, now: datetime) -> None:
    """Baskets that customers priced and never sent, as their pages told of them."""
    for number, (basket, ago) in enumerate(ABANDONED, start=1):
        page = f"demo-page-{number}"
        if AnalyticsEvent.objects.filter(page_token=page).exists():
            continue
        enquiry = Enquiry.of(basket, price_list, now - ago)
        facts = {
            "lines": len(basket),
            "total": str(enquiry.quote.total),
            "currency": enquiry.quote.currency,
            "products": [slug for slug, _ in basket],
            **({"campaign": "diwali-offer"} if number == 1 else {}),
        }
        AnalyticsEvent.objects.create(
            name="basket_priced", page_token=page, created_at=now - ago, language="en", data=facts
        )


@dataclass(frozen=True)
class Enquiry:
    """One submission of the demo, priced as the form prices."""

    id: UUID
    folio: str
    at: datetime
    quote: Quote
    snapshot: dict[str, object]

    @classmethod
    def of(cls, basket: Basket, price_list: PriceList, at: datetime) -> "Enquiry":
        quote = price(price_list, [LineRequest(slug, Decimal(quantity)) for slug, quantity in basket])
        name = folio.make(secrets.token_bytes(folio.BYTES))
        last_day = (
            (at + VALID_FOR)
            .astimezone(ZoneInfo(settings.TIME_ZONE))
            .replace(hour=23, minute=59, second=59, microsecond=0)
        )
        kept = snapshot.build(quote, folio=name, computed_at=at, valid_until=last_day)
        return cls(new_id(), name, at, quote, kept)

    def store(self, lead: Lead, story: Story, timeline: Timeline, kind: str = "first") -> None:
        Submission.objects.create(
            id=self.id,
            folio=self.folio,
            lead=lead,
            kind=kind,
            received_at=self.at,
            suspect=story.suspect,
            utm={"utm_campaign": story.campaign} if story.campaign else {},
            submitted={
                "name": story.name,
                "phone": lead.phone,
                "language": story.language,
                "lines": [
                    {"product": line.request.product, "quantity": plain(line.request.quantity), "notes": ""}
                    for line in self.quote.lines
                ],
            },
            quote=self.snapshot,
            quote_total=self.quote.total,
            currency=self.quote.currency,
        )
        LeadProduct.objects.bulk_create(self.products(lead))
        timeline.quoted(self.folio, self.id, self.at)

    def products(self, lead: Lead) -> list[LeadProduct]:
        with translation.override("en"):
            return [
                LeadProduct(
                    lead=lead,
                    created_at=self.at,
                    category=line.item.category,
                    product=line.item.name,
                    quantity=in_words(line.request.quantity, line.item.unit),
                )
                for line in self.quote.lines
                if line.item
            ]


def in_words(quantity: Decimal, unit: str) -> str:
    return f"{plain(quantity)} {unit_words(unit, quantity)}"
