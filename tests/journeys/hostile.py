"""What a hostile customer writes, and a shop whose every field a customer controls holds it.

The rows are made past the form, which refuses or trims much of it: the pages must be safe by themselves.
"""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from activity.models import Activity
from assignments.models import Assignment
from leads.intake import spool as spools
from leads.models import Lead, LeadProduct, Submission
from leads.quoting import folio
from leadsite.accounts.models import User
from leadsite.keys import new_id
from leadsite.telemetry.models import AnalyticsEvent
from tests.assignments.promises import published_twice
from tests.leads.intake.quotes import quote as enquiry
from tests.leads.quoting.shop import quote, snapshot

# Whatever runs, says so: the tests look for `window.ran`, and no dialog may open.
MARKUP = (
    "<script>window.ran=1;alert(1)</script>",
    "<img src=x onerror=window.ran=1>",
    "\"'><svg onload=window.ran=1>",
    "<a href='javascript:window.ran=1'>call me</a> javascript:window.ran=1",
    "</textarea></title></style><iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
    "<style>*{display:none}</style><base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
)
LANGUAGES = (
    "{{ 7|add:7 }} {% load nothing %} {% csrf_token %} ${7*7} #{7*7}",
    "'; DROP TABLE leads; -- \" ' \\ %s %(name)s {0}",
    '=HYPERLINK("https://evil.example","open") +1 -1 @SUM(A1) \t=cmd|\'/c calc\'!A0',
)
LETTERS = (
    "\u202egnidaer ylsuoires\u202c \u2066inside\u2069 zero\u200bwidth\u200d\ufeffjoined",
    "مرحبا שלום नमस्ते 👩‍👩‍👧‍👦🏳️‍🌈 Z͑ͫ̓a̴l̵g̷o̸" + "\u0301" * 40,
    "\x01\x08\x1b[31mred\x7f \u2028line\u2029paragraph",
)
ENDLESS = ("W" * 255, "長" * 200, "https://example.com/" + "a" * 200, "-" * 120 + "_" * 120)
CORPUS = (*MARKUP, *LANGUAGES, *LETTERS, *ENDLESS)
HUGE = "<b>" + "x" * 60_000 + " " + "y z" * 13_000  # 100 kB, half of it one word


def shop(owner: User) -> list[UUID]:
    """A lead for each text of the corpus, every field of it hostile; its ids."""
    for text in CORPUS:
        published_twice(text)
        AnalyticsEvent.objects.create(
            name="basket_priced",
            created_at=timezone.now() - timedelta(hours=2),
            page_token=str(new_id()),
            language=text[:16],
            data={"lines": text, "total": text, "currency": text, "products": [text], "campaign": text},
        )
    return [lead(number, text, owner) for number, text in enumerate(CORPUS, start=1)]


def lead(number: int, text: str, owner: User) -> UUID:
    bill = hostile_quote(text)
    row = Lead.objects.create(
        name=text[:255].ljust(2, "."),
        company=text[:255],
        location=text[:255],
        role=text[:100],
        phone=f"+9198200000{number:02}",
        message=f"{text}\n{HUGE}" if number == 1 else text * 3,
        source=text[:100],
        folio=folio.make(number.to_bytes(1) * 7),
        quote_data=bill,
    )
    LeadProduct.objects.create(
        lead=row, category=text[:100], product=text[:255], quantity=text[:100], notes=text
    )
    Submission.objects.create(
        id=row.id,
        folio=row.folio,
        lead=row,
        suspect=text if number == 2 else None,
        utm={"source": text, text[:50]: text},
        submitted={"name": text, "message": text, "lines": [{"product": text, "notes": text}]},
        quote=bill,
        currency="INR",
    )
    Assignment.objects.create(
        lead=row, owner=owner, owner_name=owner.name, sla_deadline=timezone.now() + timedelta(hours=1)
    )
    log(row, text, owner)
    return row.id


def parked(text: str) -> UUID:
    """The same customer in the spool: a quote that the database refused too often."""
    spool = spools.here()
    record = enquiry(name=text, company=text, location=text, message=text, source=text[:100], role=text)
    spool.write(record.id, record.to_json())
    spool.note_failure(record.id, text)
    spool.park(record.id)
    return record.id


def hostile_quote(text: str) -> dict[str, object]:
    bill = snapshot(quote(("wall-panel", "2", text), ("premium-laminate", "60", text)))
    for line in bill["lines"]:  # type: ignore[attr-defined]  # a list, as build() makes it
        line.update(product=text, category=text, slug=text)
    return bill


def log(row: Lead, text: str, owner: User) -> None:
    later = (timezone.now() + timedelta(minutes=5)).isoformat()
    told = {"direction": "in", "automatic": False, "retry_count": 0, "provider": text}
    entries: list[tuple[str, str, dict[str, object]]] = [
        ("note", "completed", {}),
        ("call", "completed", {"direction": "in", "outcome": text}),
        ("whatsapp", "completed", {**told, "from": text, "error": text}),
        ("email", "completed", {**told, "channel": text, "template": text}),
        ("follow_up", "pending", {"action": "call", "scheduled_for": later, "reason": text}),
        ("approval", "pending", {"approval_type": text, "requires_manager": True, "ai_recommendation": text}),
        ("correction", "completed", {"field": "name", "from": text, "to": text, "reason": text}),
        ("quote", "completed", {"folio": text, "submission_id": str(row.id)}),
        (
            "ai_result",
            "completed",
            {
                "intent": text,
                "lead_type": text,
                "priority": "high",
                "suggested_action": text,
                "reasoning": text,
            }
            | {"model": text, "prompt_version": text, "input_hash": text, "latency_ms": 1},
        ),
    ]
    for kind, status, facts in entries:
        Activity.objects.create(
            lead=row,
            type=kind,
            status=status,
            message=text,
            metadata=facts,
            actor_type="user",
            actor_id=owner.identifier,
        )
