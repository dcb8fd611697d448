"""Taking the steps that are due on locked leads, by a few statements however many they are."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from activity import recorder
from activity.kinds import SYSTEM
from assignments import escalation
from assignments.clocks.models import LeadClock
from assignments.clocks.promises import spec_of
from assignments.clocks.settling import Change
from assignments.escalation import MISS, NOTIFY_MANAGER, NOTIFY_OWNER, REASSIGN, WARN
from assignments.models import Assignment
from assignments.notices import telling
from assignments.notices.models import NoticeEvent
from assignments.routing import relief
from assignments.sweep.marking import Mark, mark
from leads.models import Lead
from leadsite.accounts.models import User

ALL = 20  # shares of a wait: more than any policy has
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


def take(
    leads: Sequence[Lead],
    waits: Sequence[Change],
    now: datetime,
    *,
    only: UUID | None = None,
    most: int = ALL,
) -> bool:
    """The steps of these leads whose time has come, as their waits were settled; whether there were any.

    `only` of that wait, and of the first so many shares of each. In the caller's transaction, which holds
    the leads.
    """
    mine = [wait for wait in waits if only in (None, wait.row.pk)]
    found = list(due(leads, waits_due=mine, owned=owned(waits), most=most))
    mark(marks(found, mine, now))
    # By lead: of two shares that hand on, as after an outage, one does.
    handing = {step.lead.pk: step for step in found if REASSIGN in step.acts}
    relieved = relief.choose([step.about for step in handing.values() if step.lead.owner_id], now)
    messages = [notice for step in found for notice in notices(step)]
    told = telling.tell([*messages, *relieved.messages], now)
    said = Said(told, names_of(told), relieved)
    done = [(step, deed) for step in found for deed in step.acts]
    logged = [(step, deed) for step, deed in done if deed != REASSIGN or step is handing[step.lead.pk]]
    recorder.record_all([said.entry(step, deed) for step, deed in logged])
    relieved.carry_out(now)
    return bool(found)


def owned(waits: Sequence[Change]) -> frozenset[UUID]:
    """Leads whose owner has an answer to give."""
    return frozenset(
        wait.row.lead_id
        for wait in waits
        if isinstance(wait.row, Assignment) and wait.to.answered_at is None and wait.to.deadline is not None
    )


def due(
    leads: Sequence[Lead], *, waits_due: Sequence[Change], owned: Collection[UUID], most: int
) -> Iterator[Step]:
    by_key = {lead.pk: lead for lead in leads}
    for wait in waits_due:
        row, to = wait.row, wait.to
        if not to.reached or to.deadline is None or to.inputs.policy_version is None:
            continue
        clock = row.clock if isinstance(row, LeadClock) else OWNER_RESPONSE
        rungs = escalation.due(
            escalation.ladder(spec_of(to.inputs.policy_version)), row.share_done, to.reached
        )
        for share in to.reached[:most]:
            deeds = tuple(rung.deed for rung in rungs if rung.share == share)
            yield Step(by_key[row.lead_id], row, clock, to.deadline, share, deeds, row.lead_id in owned)


def marks(steps: Sequence[Step], waits: Sequence[Change], now: datetime) -> Iterator[Mark]:
    """That the shares are done, before anything else is; where some are left, the next is due at once."""
    standing = {wait.row.pk: wait.to for wait in waits}
    missed = {step.row.pk for step in steps if MISS in step.deeds}
    last = {step.row.pk: step for step in steps}  # the highest share of each
    for key, step in last.items():
        to = standing[key]
        next_at = to.after if step.share == to.reached[-1] else now
        yield Mark(step.row, step.share, key in missed, next_at)


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
