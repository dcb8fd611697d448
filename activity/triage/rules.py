"""The rules engine: what a lead looks like, by quote, role, words and completeness. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from activity.triage import vocabulary, words
from activity.triage.judgement import Judgement, Subject

MODEL, VERSION = "rules", "rules-2"
ROLES = {"Architect": "project", "Builder": "project", "Contractor": "trade"}
HIGH, LOW = 2, -1  # from, and down to so many points
PART_OF_LARGE = 4  # a quarter of a large quote counts, too


@dataclass(frozen=True)
class Heard:
    """What the customer's words say; nothing where they are meant for a machine."""

    urgent: tuple[str, ...] = ()
    calm: bool = False
    intent: str = ""
    lead_type: str = ""
    to_machine: bool = False


def hear(message: str) -> Heard:
    if words.talks_to_machines(message):
        return Heard(to_machine=True)
    text = words.plain(message)
    calm = words.found(vocabulary.CALM, text)
    for phrase in calm:  # "not urgent" is not urgent
        text = text.replace(f" {phrase} ", "  ")
    return Heard(
        urgent=tuple(words.found(vocabulary.URGENT, text)),
        calm=bool(calm),
        intent=intent(text, calm, is_question="?" in message),
        lead_type=lead_type(text),
    )


def intent(text: str, calm: list[str], *, is_question: bool) -> str:
    kinds = (
        ("complaint", vocabulary.COMPLAINT),
        ("other", vocabulary.OTHER),
        ("information", vocabulary.ASKS),
    )
    named = next((name for name, wanted in kinds if words.found(wanted, text)), "")
    if named or words.found(vocabulary.WANTS, text):
        return named
    just_looking = words.found(vocabulary.ASKS, f" {' '.join(calm)} ")
    return "information" if is_question or just_looking or words.found(vocabulary.QUESTIONS, text) else ""


def lead_type(text: str) -> str:
    kinds = (("trade", vocabulary.TRADE), ("project", vocabulary.PROJECT))
    return next((name for name, wanted in kinds if words.found(wanted, text)), "")


def judge(subject: Subject, *, large: Decimal) -> Judgement:
    """`large` is what a quote must be worth to be a large one, in the quote's currency."""
    heard = hear(subject.message)
    kind = ROLES.get(subject.role) or heard.lead_type or "home"
    priced = subject.total is not None and subject.total > 0
    wants = heard.intent or ("buy" if priced or subject.categories or subject.message.strip() else "other")
    if wants == "information" and priced:
        wants = "buy"  # they ask, and have a quote all the same
    points = weigh(subject, heard, kind, wants, large)
    priority = "high" if points >= HIGH else "low" if points <= LOW else "medium"
    return Judgement(wants, kind, priority, action(wants, priority), reasons(subject, heard, large))


def weigh(subject: Subject, heard: Heard, kind: str, wants: str, large: Decimal) -> int:
    if wants == "other":
        return LOW
    total = subject.total or Decimal(0)
    return (
        (2 if heard.urgent else 0)
        + (2 if wants == "complaint" else 0)
        + (2 if total >= large else 1 if total * PART_OF_LARGE >= large else 0)
        + (1 if kind == "project" and total else 0)
        - (1 if heard.calm and total < large else 0)
        - (1 if wants == "information" and not heard.urgent else 0)
    )


def action(wants: str, priority: str) -> str:
    if wants == "buy":
        return {"high": "call_now", "medium": "call", "low": "write"}[priority]
    return {"complaint": "make_good", "information": "write", "other": "ignore"}[wants]


def reasons(subject: Subject, heard: Heard, large: Decimal) -> str:
    """English, like all that the log keeps."""
    told = []
    if heard.to_machine:
        told.append("The message talks to machines: its words were not read")
    if heard.urgent:
        told.append(f"Urgent: {', '.join(heard.urgent[:3])}")
    if heard.calm:
        told.append("The customer is in no hurry")
    if subject.total is not None:
        size = "A large quote" if subject.total >= large else "A quote"
        told.append(f"{size} of {subject.total:,.2f} {subject.currency}".rstrip())
    if subject.role in ROLES:
        told.append(f"Role: {subject.role}")
    if heard.intent:
        told.append(f"The words are those of {NAMES[heard.intent]}")
    if not subject.message.strip() and not subject.categories and subject.total is None:
        told.append("Neither products nor a message")
    return ". ".join(told) + ("." if told else "")


NAMES = {"complaint": "a complaint", "information": "a question", "other": "an offer or an application"}
