"""An explanation in the reader's words and times: for the page, and for the command."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from activity import sentences
from assignments import waits
from assignments.clocks.explaining import Told
from assignments.sla import Verdict
from assignments.working_time import Segment, Why

MOST_LINES = 60
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Line:
    when: str
    what: str
    length: str
    counted: bool


@dataclass(frozen=True)
class Words:
    """`more` is how many stretches are left out."""

    title: str
    verdict: str
    tone: str
    facts: list[tuple[str, str]]
    lines: list[Line]
    more: int


def in_words(told: Told) -> Words:
    explanation = told.explanation
    segments = explanation.segments if explanation else ()
    verdict = explanation.clock.verdict if explanation else None
    return Words(
        title=titles()[told.name],
        verdict=verdicts()[verdict] if verdict else _("not reckoned yet"),
        tone=TONES.get(verdict, "") if verdict else "",
        facts=list(facts(told)),
        lines=[line(segment) for segment in segments[:MOST_LINES]],
        more=max(0, len(segments) - MOST_LINES),
    )


def facts(told: Told) -> list[tuple[str, str]]:
    explanation = told.explanation
    rows = [(_("Since"), clock(told.started_at)), (_("Deadline"), clock(told.stored))]
    if explanation is None:
        return rows
    rows += [
        (_("Promise"), f"{told.policy}, {priorities()[told.priority]}: {length(explanation.target)}"),
        (_("Hours"), told.calendar),
        (_("Counted"), length(explanation.counted)),
    ]
    if explanation.clock.answered_at:
        rows.append((_("Answered"), clock(explanation.clock.answered_at)))
    elif explanation.left is not None:
        late = explanation.left < timedelta(0)
        rows.append((_("Late by") if late else _("Left"), length(abs(explanation.left))))
    if explanation.clock.by_wall_clock:
        rows.append((_("Note"), _("The calendar never opens, so every hour counts.")))
    if not told.agrees:
        rows.append((_("Reckoned today"), clock(explanation.clock.deadline)))
    return rows


def line(segment: Segment) -> Line:
    return Line(
        when=span(segment.begin, segment.end),
        what=reasons()[segment.why] + (f": {segment.name}" if segment.name else ""),
        length=length(segment.length),
        counted=segment.counted,
    )


def span(begin: datetime, end: datetime) -> str:
    """The day is told once where both are of one day."""
    first, last = timezone.localtime(begin), timezone.localtime(end)
    until = f"{last:%H:%M}" if first.date() == last.date() else clock(end)
    return f"{clock(begin)} – {until}"


def clock(moment: datetime | None) -> str:
    return sentences.clock(moment) if moment else _("none")


def length(time: timedelta | None) -> str:
    return _("nothing promised") if time is None else waits.in_words(time // MINUTE)


def titles() -> dict[str, str]:
    return {
        "first_response": _("First response"),
        "next_response": _("Next response"),
        "owner_response": _("The owner’s answer"),
    }


def priorities() -> dict[str, str]:
    return {"low": _("low priority"), "medium": _("medium priority"), "high": _("high priority")}


def reasons() -> dict[Why, str]:
    return {
        Why.OPEN: _("counts"),
        Why.WALL_CLOCK: _("counts, as the calendar never opens"),
        Why.CLOSED: _("outside working hours"),
        Why.HOLIDAY: _("holiday"),
        Why.CLOSURE: _("closed"),
        Why.PAUSED: _("waiting for the customer"),
    }


TONES = {Verdict.MISSED: "late", Verdict.ANSWERED_LATE: "late", Verdict.PAUSED: "due"}


def verdicts() -> dict[Verdict, str]:
    return {
        Verdict.RUNNING: _("running"),
        Verdict.PAUSED: _("paused"),
        Verdict.MET: _("answered in time"),
        Verdict.MISSED: _("missed"),
        Verdict.ANSWERED_LATE: _("answered late"),
        Verdict.CLOSED: _("over: handed on or closed"),
    }
