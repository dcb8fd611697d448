"""A quote that came back to us in a customer's own message: is it here, and how is it brought in?"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import translation

from activity.kinds import Actor
from assignments import workflow
from leads import enquiry, phones, tokens
from leads.intake import at_once
from leads.intake import spool as spools
from leads.intake.connection import Outcome
from leads.intake.record import LeadFacts, ProductLine, SubmissionRecord
from leads.models import ErasedSubmission, Submission
from leads.quoting import identity, message_quote, pasted, price_list
from leads.quoting.message_quote import Pasted
from leads.quoting.models import PriceListVersion
from leads.quoting.money import plain
from leads.quoting.pasted import MessageLine
from leads.quoting.price_list import PriceItem, PriceList
from leads.quoting.whatsapp import unit_words

SOURCE = "whatsapp_paste"
LISTS_TRIED = 5
SHORTEST_NAME = 2

State = Literal["stored", "waiting", "parked", "erased", "lost", "nameless"]


@dataclass(frozen=True)
class Found:
    """Where the quote of a genuine message is; `nameless`: its link does not say which quote it is."""

    state: State
    id: UUID | None
    submission: Submission | None = None


def read(text: str) -> Pasted | None:
    """The first genuine message in the text; None where there is none."""
    message = pasted.verify(text, secrets=tokens.secrets())
    return Pasted(message, text, settings.BUSINESS_NAME, tokens.secrets()) if message else None


def find(genuine: Pasted) -> Found:
    submission_id = tokens.quote_page_id(genuine.message.quote_url.rstrip("/").rpartition("/")[2])
    if submission_id is None:
        return Found("nameless", None)
    submission = Submission.objects.select_related("lead").filter(pk=submission_id).first()
    if submission:
        return Found("stored", submission_id, submission)
    return Found(state_elsewhere(submission_id), submission_id)


def state_elsewhere(submission_id: UUID) -> State:
    if ErasedSubmission.objects.filter(pk=submission_id).exists():
        return "erased"
    spool = spools.here()
    if spool.read(submission_id) is not None:
        return "waiting"
    return "parked" if submission_id in spool.parked_ids() else "lost"


def price_lists(submission_id: UUID) -> list[PriceList | None]:
    """The lists by which the form may have priced, the likeliest first; none at all comes last."""
    until = identity.rendered_at(submission_id) + tokens.PRICES_HOLD
    versions = PriceListVersion.objects.filter(published_at__lte=until)[:LISTS_TRIED]
    rendered = identity.rendered_at(submission_id)
    likely = sorted(versions, key=lambda version: (version.published_at > rendered, -version.number))
    return [*(version.value() for version in likely), None]


def quote(genuine: Pasted, submission_id: UUID, now: datetime) -> dict[str, Any] | None:
    """The whole quote, where a price list of that time gives the same message; None otherwise."""
    return message_quote.rebuild(
        genuine,
        price_lists(submission_id),
        computed_at=now,
        valid_until=enquiry.valid_until(identity.rendered_at(submission_id)),
    )


def record(
    genuine: Pasted, submission_id: UUID, *, phone: str, now: datetime, source: str = SOURCE
) -> SubmissionRecord:
    """What the message says, as it is stored; asked when the form was opened, the one time that is known."""
    message = genuine.message
    kept = quote(genuine, submission_id, now)
    name = message.customer if len(message.customer) >= SHORTEST_NAME else phones.display(phone)
    items = [item for one in price_lists(submission_id) if one for item in one.items]
    return SubmissionRecord(
        id=submission_id,
        folio=message.folio,
        lead=LeadFacts(name=name, phone=phone, source=source),
        submitted_at=identity.rendered_at(submission_id),
        language=message.language,
        products=tuple(product(line, items, message.language) for line in message.lines),
        submitted={
            "name": name, "phone": phone, "lines": [], "language": message.language,
            "from_message": True, "lines_left_out": message.left_out,
        },
        quote=kept,
        quote_total=total(genuine, kept),
        currency=message.currency,
    )  # fmt: skip


def total(genuine: Pasted, kept: dict[str, Any] | None) -> Decimal | None:
    """None while a price follows, and where lines are missing that may have none."""
    message = genuine.message
    if kept is not None:
        return Decimal(kept["total"]) if kept["complete"] else None
    whole = not message.left_out and all(line.amount is not None for line in message.lines)
    return message.total if whole else None


def product(line: MessageLine, items: list[PriceItem], language: str) -> ProductLine:
    item = message_quote.item_called(line.product, items)
    unit = in_english(line.unit, line.quantity, language)
    return ProductLine(
        category=item.category if item else enquiry.UNKNOWN_CATEGORY,
        product=item.name if item else line.product,
        quantity=f"{plain(line.quantity)} {unit}".rstrip(),
        notes=line.notes,
    )


def in_english(word: str, quantity: Decimal, language: str) -> str:
    """The unit that the message calls so, as the table of products keeps it."""
    with translation.override(language):
        named = [unit for unit in price_list.UNITS if word and unit_words(unit, quantity) == word]
    with translation.override(enquiry.STORED_IN):
        return unit_words(named[0], quantity) if named else word


@transaction.atomic
def bring_in(*, genuine: Pasted, submission_id: UUID, phone: str, actor: Actor, now: datetime) -> Outcome:
    """Lead, products, submission and quote by the one door, and the message in the log; once and for all.

    The outcome says `stored`, `known` (it came in meanwhile), `erased`, or `busy`: not at this moment.
    """
    outcome = at_once.store(record(genuine, submission_id, phone=phone, now=now))
    if outcome.outcome == "stored" and outcome.lead_id:
        workflow.record_contact(
            lead_id=outcome.lead_id,
            kind="whatsapp",
            message=genuine.text,
            facts={
                "direction": "in", "automatic": False, "provider": "by hand", "retry_count": 0, "from": phone,
            },
            actor=actor,
            now=now,
            key=uuid5(submission_id, SOURCE),
        )  # fmt: skip
    return outcome
