"""A lead is looked at for the first time: the rules judge it, and what waits for new leads is started."""

import time
from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

import structlog
from django.conf import settings

from activity import recorder
from activity.events import announce_all
from activity.kinds import Actor
from activity.recorder import Entry
from activity.triage import rules, subjects
from activity.triage.subjects import Found

log = structlog.get_logger(__name__)
RULES = Actor("ai", rules.MODEL)


def greet(lead_ids: Iterable[UUID]) -> None:
    """In the transaction that holds these leads, none of them a suspect's; a second time it does nothing.

    What the rules log is the mark that a lead has been greeted.
    """
    entries = judge(lead_ids)
    if entries:
        recorder.record_all(entries)
        announce_all("lead_arrived", [entry.lead_id for entry in entries])


def judge(lead_ids: Iterable[UUID]) -> list[Entry]:
    """What the rules say of those that are new and were not judged before: to be logged."""
    newcomers = [one for one in subjects.read(lead_ids) if one.is_new and not one.judged]
    return [entry for one in newcomers if (entry := judged(one))]


def judged(one: Found) -> Entry | None:
    """None where the rules fail: a lead finds its owner without advice, too."""
    began = time.perf_counter()
    try:
        judgement = rules.judge(one.subject, large=Decimal(settings.TRIAGE_LARGE_QUOTE))
    except Exception as error:  # advice is never worth a lead
        log.error("triage_failed", lead=str(one.lead_id), error=type(error).__name__)
        return None
    took = int((time.perf_counter() - began) * 1000)
    facts = judgement.facts(model=rules.MODEL, version=rules.VERSION, subject=one.subject, latency_ms=took)
    return Entry(one.lead_id, "ai_result", judgement.sentence(), RULES, facts)
