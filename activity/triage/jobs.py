"""The language model's word about a new lead, after the rules have spoken; nobody waits for it."""

import time
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity import recorder
from activity.kinds import Actor
from activity.models import Activity
from activity.triage import budget, language_model, prompts, rules, subjects, words
from activity.triage.judgement import Judgement, Subject
from activity.triage.language_model import NoAnswer
from assignments import workflow
from leads.exceptions import Refused
from leadsite.jobs.tasks import task

log = structlog.get_logger(__name__)
SPREAD = 60  # seconds over which leads ask that waited for the same rest: one tries, the others come after it


@task("triage-lead", title=_("Ask the language model about a lead"), attempts=2, seconds=180)
def triage_lead(*, lead_id: str, again: bool = False) -> None:
    """A second time it finds its own result in the log, and asks nobody."""
    now = timezone.now()
    found = subjects.read([UUID(lead_id)])
    if not found or not settings.LLM_MODEL or words.talks_to_machines(found[0].subject.message):
        return
    lead, subject = found[0].lead_id, found[0].subject
    key = result_key(lead, subject)
    if is_settled(lead, key):
        return
    if not again and (rest := language_model.rests_for()):
        ask_later(lead, now, rest + lead.int % SPREAD)
        return
    if not budget.spend(now):
        log.info("triage_budget_spent", lead=lead_id)
        return
    began = time.perf_counter()
    try:
        judgement, error = language_model.ask(subject), ""
    except NoAnswer as why:
        if why.after is not None and not again:
            ask_later(lead, now, why.after)
            return
        judgement, error = rules.judge(subject, large=Decimal(settings.TRIAGE_LARGE_QUOTE)), str(why)
    took = int((time.perf_counter() - began) * 1000)
    keep(lead, key, subject, judgement, error=error, took=took, now=timezone.now())


def ask_later(lead_id: UUID, now: datetime, seconds: float) -> None:
    """Once: who cannot answer then is not waited for."""
    triage_lead.defer(at=now + timedelta(seconds=seconds), lead_id=str(lead_id), again=True)


def result_key(lead_id: UUID, subject: Subject) -> UUID:
    """The same for the same question to the same model."""
    return uuid5(lead_id, f"{settings.LLM_MODEL} {prompts.VERSION} {subject.input_hash}")


def is_settled(lead_id: UUID, key: UUID) -> bool:
    """Whether the model has spoken already, or a colleague has: then it is asked no more."""
    log_of_lead = Activity.objects.filter(lead_id=lead_id)
    return log_of_lead.filter(pk=key).exists() or log_of_lead.of_types(["ai_review"]).exists()


def keep(
    lead_id: UUID, key: UUID, subject: Subject, judgement: Judgement, *, error: str, took: int, now: datetime
) -> None:
    """Log what came of the question: the model's word, or the rules' with the error."""
    model, version = (rules.MODEL, rules.VERSION) if error else (settings.LLM_MODEL, prompts.VERSION)
    facts = judgement.facts(model=model, version=version, subject=subject, latency_ms=took)
    facts |= {"error": f"{settings.LLM_MODEL}: {error}"} if error else {}
    try:
        with transaction.atomic():
            workflow.locked(lead_id)
            if is_settled(lead_id, key):
                return
            recorder.record(
                lead_id=lead_id, kind="ai_result", message=judgement.sentence(), metadata=facts,
                actor=Actor("ai", model), key=key,
            )  # fmt: skip
            workflow.settle_lead(lead_id, now)
    except (Refused, recorder.AlreadyLogged):
        log.info("triage_came_late", lead=str(lead_id))
