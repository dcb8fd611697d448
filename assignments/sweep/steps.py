"""Taking the steps that are due on locked leads: one share of each wait at a time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from activity import recorder
from activity.kinds import SYSTEM
from assignments import escalation
from assignments.clocks.models import LeadClock
from assignments.clocks.promises import spec_of
from assignments.escalation import MISS, NOTIFY_MANAGER, NOTIFY_OWNER, REASSIGN, WARN
from assignments.models import Assignment
from assignments.notices import telling
from assignments.notices.models import NoticeEvent
from assignments.routing import relief
from leads.models import Lead
from leadsite.accounts.models import User

OWNER_RESPONSE = "owner_response"
LOGGED_AS = {WARN: "warned", MISS: "missed"}  # all else is an escalation


@dataclass(frozen=True)
class Step:
    """One share of one wait, reached. `shared` says that the owner's own clock runs beside the lead's."""

    lead: Lead
    row: LeadClock | Assignment
    clock: str
    deadline: datetime
    share: int
    deeds: tuple[str, ...]
    shared: bool

    @property
    def about(self) -> telling.About:
        return telling.About(self.lead, UUID(str(self.row.pk)), self.share, self.clock, self.deadline)

    @property
    def acts(self) -> tuple[str, ...]:
        """The deeds that are this wait's own.

        While an owner's clock runs beside the lead's, it is the owner's that escalates.
        """
        if self.shared and self.clock != OWNER_RESPONSE:
            return tuple(deed for deed in self.deeds if deed in (WARN, MISS))
        return self.deeds


def take(leads: Sequence[Lead], now: datetime, *, only: UUID | None = None) -> list[Lead]:
    """The next share of every wait of these leads whose time has come, or of one; the leads that had one.

    In the caller's transaction, under the leads' locks.
    """
    found = [step for step in due(leads, now) if only in (None, step.row.pk)]
    mark(found)
    left = [step.about for step in found if REASSIGN in step.acts and step.lead.owner_id is not None]
    relieved = relief.choose(left, now)
    messages = [notice for step in found for notice in notices(step)]
    told = telling.tell([*messages, *relieved.messages], now)
    said = Said(told, names_of(told), relieved)
    recorder.record_all([said.entry(step, deed) for step in found for deed in step.acts])
    relieved.carry_out(now)
    return list({step.lead.pk: step.lead for step in found}.values())


def due(leads: Sequence[Lead], now: datetime) -> Iterator[Step]:
    by_key = {lead.pk: lead for lead in leads}
    clocks = LeadClock.objects.filter(lead__in=by_key).steps_due(now)
    owners = Assignment.objects.filter(lead__in=by_key).steps_due(now)
    owned = set(Assignment.objects.active().filter(lead__in=by_key).values_list("lead_id", flat=True))
    for row in (*clocks, *owners):
        yield step_of(by_key[row.lead_id], row, now, shared=row.lead_id in owned)


def step_of(lead: Lead, row: LeadClock | Assignment, now: datetime, *, shared: bool) -> Step:
    clock = row.clock if isinstance(row, LeadClock) else OWNER_RESPONSE
    deadline = row.deadline if isinstance(row, LeadClock) else row.sla_deadline
    rungs = escalation.ladder(spec_of(row.policy_version_id)) if row.policy_version_id else ()
    share = escalation.next_share(rungs, row.share_done)
    if share is None or deadline is None:
        raise WrongStep(f"{clock} of lead {lead.pk} has a time for a step and no step")
    reached = [share, escalation.DEADLINE] if share < escalation.DEADLINE and deadline <= now else [share]
    deeds = tuple(rung.deed for rung in escalation.due(rungs, row.share_done, reached) if rung.share == share)
    return Step(lead, row, clock, deadline, share, deeds, shared)


class WrongStep(Exception):
    """A row says that a step is due and there is none."""


def mark(steps: Sequence[Step]) -> None:
    """That the share is done, before anything else is; a miss is kept beside it."""
    alike: defaultdict[tuple[type[LeadClock | Assignment], int], list[object]] = defaultdict(list)
    for step in steps:
        alike[type(step.row), step.share].append(step.row.pk)
    for (model, share), keys in alike.items():
        model._default_manager.filter(pk__in=keys).update(share_done=share, failures=0)
    missed = [step.row.pk for step in steps if MISS in step.deeds and isinstance(step.row, LeadClock)]
    LeadClock.objects.filter(pk__in=missed, missed_at__isnull=True).update(missed_at=F("deadline"))


def names_of(told: telling.Told) -> Mapping[str, str]:
    """Of those who hear of an escalation, by identifier."""
    people = {one for message, who in told.items() if message.event == NoticeEvent.ESCALATED for one in who}
    found = User.objects.filter(identifier__in=people) if people else User.objects.none()
    return dict(found.values_list("identifier", "name"))


@dataclass(frozen=True)
class Said:
    """Who was told what, and who gets what was left unanswered: what the log says of a step."""

    told: telling.Told
    names: Mapping[str, str]
    relieved: relief.Relief

    def entry(self, step: Step, deed: str) -> recorder.Entry:
        event = LOGGED_AS.get(deed, "escalated")
        facts = {"event": event, "clock": step.clock, "deadline": step.deadline.isoformat()}
        message = f"{event}: {step.clock}" if deed in LOGGED_AS else self.escalated(step, deed)
        return recorder.Entry(step.lead.pk, "sla", message, SYSTEM, facts)

    def escalated(self, step: Step, deed: str) -> str:
        """Who was told: the facts of the log have no place for it. English, like all that the log keeps."""
        if deed == REASSIGN:
            return self.handed_on(step.lead)
        who = [self.names.get(one) or one for one in self.told.get(escalation_of(step, deed), ())]
        return f"Told {', '.join(who)}" if who else "There was nobody to tell"

    def handed_on(self, lead: Lead) -> str:
        if lead.owner_id is None:
            return "Nobody has it to hand it on"
        successor = self.relieved.successor(lead.pk)
        return f"Handed on to {successor}" if successor else "Nobody else is there who has not had it"


def escalation_of(step: Step, deed: str) -> telling.Message:
    return telling.Message(step.about, NoticeEvent.ESCALATED, to_managers=deed == NOTIFY_MANAGER)


def notices(step: Step) -> Iterator[telling.Message]:
    """Who is told what: the owner of near and missed deadlines, managers where the policy says so."""
    for deed in step.acts:
        if deed in (WARN, MISS) and not (step.shared and step.clock == OWNER_RESPONSE):
            event = NoticeEvent.WARNED if deed == WARN else NoticeEvent.MISSED
            yield telling.Message(step.about, event, to_managers=step.lead.owner_id is None)
        elif deed in (NOTIFY_OWNER, NOTIFY_MANAGER):
            yield escalation_of(step, deed)
