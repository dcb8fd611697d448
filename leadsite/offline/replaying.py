"""One action of a queue, done once: through the same form and the same door as the page's button.

The receipt and the deed are one transaction. A browser that got no answer sends the same again and is told
that it was done; whoever sends it at the same moment waits for the receipt.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import QueryDict
from django.utils import timezone

from activity.kinds import KINDS
from activity.models import Activity
from activity.recorder import AlreadyLogged
from leads.exceptions import Conflict, Refused
from leads.models import ErasedSubmission, Lead
from leads.refusals import sentence
from leads.step_forms import StepForm
from leads.step_page import Taking
from leadsite.accounts.models import User
from leadsite.offline import answers
from leadsite.offline.actions import DEEDS, Action, Deed, Unreadable, read
from leadsite.offline.answers import Answer, Undone
from leadsite.offline.based_on import status_seen
from leadsite.offline.models import OfflineAction, chained

log = logging.getLogger(__name__)

# How errors of the database begin (PostgreSQL, appendix A). Out of reach for all: the connection is lost, the
# server stops or starts, or takes no more of them.
AWAY = ("08", "57P", "53300")
# Somebody else holds the row, the statement took too long, or the server is short of room: the same may go
# well in a moment.
PASSING = ("55P03", "40P01", "40001", "57014", "53")


def replay(
    sent: Iterable[Any], *, user: User, site: str, until: datetime, device: UUID | None = None
) -> Iterator[dict[str, Any]]:
    """An answer for each, in its order. What is not begun by `until` is to be sent again.

    What fails holds back whatever follows it on the same lead, and nothing else.
    """
    stuck: set[str] = set()
    for one in sent:
        lead, key = (str(one.get(name, "")) if isinstance(one, dict) else "" for name in ("lead", "key"))
        if timezone.now() >= until:
            answer = answers.later()
        elif lead in stuck:
            answer = answers.held_back()
        else:
            answer = answered(one, user=user, site=site, device=device)
        if answer.result not in ("done", "already"):
            stuck.add(lead)
        yield answer.told(key)


def answered(sent: Any, *, user: User, site: str, device: UUID | None) -> Answer:
    now = timezone.now()
    try:
        return take(read(sent, now, device), user=user, site=site, now=now)
    except Unreadable:
        return answers.unreadable()
    except Exception as error:  # what goes wrong at one action is to stop no other
        if is_away(error):
            raise
        log.exception("an offline action failed")
        return answers.failed()


def is_away(error: Exception) -> bool:
    """Whether the database is out of reach, so that no other action need be tried."""
    if isinstance(error, OperationalError):
        return not state_of(error) or state_of(error).startswith(AWAY)
    return isinstance(error, InterfaceError)


def state_of(error: Exception) -> str:
    """ "" where the database has not answered."""
    return getattr(error.__cause__, "sqlstate", None) or ""


def take(action: Action, *, user: User, site: str, now: datetime) -> Answer:
    """Not to be called in a transaction. Raises what the database refuses for other reasons than haste."""
    deed = DEEDS[action.kind]
    if not user.has_perm(deed.step.permission):
        return answers.not_allowed()
    try:
        with transaction.atomic(durable=True):
            if not noted(action, user.identifier, now):
                return earlier(action, user.identifier)
            return done(action, deed, user=user, site=site, now=now)
    except Undone as undone:
        return undone.answer
    except OperationalError as error:
        if not is_away(error) and state_of(error).startswith(PASSING):
            log.warning("an offline action is for later: %s", error)
            return answers.later()
        raise


NOTE = """
insert into offline_actions (key, person_id, kind, lead_id, body_hash, device, claimed_at, received_at)
select %s, %s, %s, l.id, %s, %s, %s, %s from leads l where l.id = %s
on conflict (key) do nothing
returning key
"""


def noted(action: Action, person: str, now: datetime) -> bool:
    """Whether the receipt is written now; False where there is one already. Raises Undone without a lead."""
    known: tuple[UUID | str, ...] = (action.key, person, action.kind, action.hash)
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [*known, action.device, action.claimed_at, now, action.lead_id])
        if cursor.fetchone():
            return True
    if OfflineAction.objects.filter(pk=action.key).exists():
        return False
    raise Undone(answers.not_here(erased=is_erased(action.lead_id)))


def earlier(action: Action, person: str) -> Answer:
    """A key that was used for something else says so; it is never said what for."""
    found = OfflineAction.objects.filter(pk=action.key, person_id=person, body_hash=action.hash)
    if found.exists():
        return Answer("already")
    return Answer("refused", "used_key", sentence(Refused("used_key")))


def done(action: Action, deed: Deed, *, user: User, site: str, now: datetime) -> Answer:
    """In the caller's transaction. Raises Undone."""
    lead = held(action.lead_id, user)
    row = row_of(action, deed, user)
    found = lead.updated_at
    form = filled(action, deed, lead, user, action.claimed_at or now)
    if not form.is_valid():
        raise Undone(answers.invalid(form))
    if is_planned(action, row, user, form.cleaned_data.get("at")):
        return Answer("already")
    claim(action.claimed_at)
    try:
        said = deed.step.act(Taking(user, lead, now, form.cleaned_data, row, site, action.claimed_at))
    except AlreadyLogged:
        return Answer("already")
    except Refused as error:
        if isinstance(error, Conflict) and error.repeats(user.identifier):
            return Answer("already")
        form.lead = Lead.objects.get(pk=lead.pk)
        raise Undone(answers.refused(error, form, version_of(action, user, lead))) from error
    left = Lead.objects.values_list("updated_at", flat=True).get(pk=lead.pk)
    if left >= found:  # the clock was not put back meanwhile
        OfflineAction.objects.filter(pk=action.key).update(version_found=found, version_left=left)
    return Answer("done", words=said)


def is_planned(action: Action, row: Activity | None, user: User, at: datetime | None) -> bool:
    """Whether the page had planned it, or put it off, before its answer was lost.

    Asked before the step is taken: the time may have passed since, and “in an hour”, which the server counted
    from then, is another time by the device.
    """
    if action.kind not in ("follow_up", "follow_up_later"):
        return False
    log = Activity.objects.of_types(["follow_up"]).filter(lead=action.lead_id)
    if row is None:
        said = {name: action.fields.get(name, "").strip() for name in ("action", "reason")}
        log = log.filter(pk=action.key, metadata__contains=said)
    else:
        log = log.in_place_of(row)
    found = log.filter(actor_type="user", actor_id=user.identifier).first()
    return found is not None and (bool(action.fields.get("quick")) or found.due_at == at)


def held(lead_id: UUID, user: User) -> Lead:
    """The lead, locked. Raises Undone where it is not there, or not for this colleague to see."""
    seen = Lead.objects.visible_to(user).filter(pk=lead_id)
    lead = seen.select_for_update(of=("self",), no_key=True).first()
    if lead is None:
        raise Undone(answers.not_here(erased=is_erased(lead_id)))
    return lead


def row_of(action: Action, deed: Deed, user: User) -> Activity | None:
    """The row of the log that the action settles. Raises Undone."""
    if not deed.of or action.row_id is None:
        return None
    rows = Activity.objects.visible_to(user).of_types([deed.of]).filter(lead=action.lead_id)
    row = rows.select_related("lead").filter(pk=action.row_id).first()
    if row is None:
        raise Undone(answers.not_here(erased=False))
    return row


def version_of(action: Action, user: User, lead: Lead) -> datetime | None:
    """What the colleague looked at, brought on by what the same queue has done to the lead since."""
    if action.expected is None:
        return None
    return chained(OfflineAction.objects.of(user.identifier, action.device, lead), action.expected)


def filled(action: Action, deed: Deed, lead: Lead, user: User, at: datetime) -> StepForm:
    """The page's own form; “in an hour” is an hour after the colleague said so."""
    data = QueryDict(mutable=True)
    first = KINDS[deed.of].first if deed.of else ""  # a row that waits is in one status alone
    data.update({"was_state": first, **action.fields, "key": str(action.key)})
    if action.expected is not None and "was_status" in deed.step.form.base_fields:
        said = action.fields.get("was_status")
        own = OfflineAction.objects.of(user.identifier, action.device, lead)
        data["was_status"] = status_seen(lead, action.expected, own, said)
    form = deed.step.form(data, lead=lead, user=user, now=at)
    form.is_queued = True
    return form


def claim(at: datetime | None) -> None:
    """Let the database note it beside every entry of this transaction (sql/claims.up.sql)."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('leadsite.claimed_at', %s, true)", [at.isoformat() if at else ""])


def is_erased(lead_id: UUID) -> bool:
    return ErasedSubmission.objects.filter(pk=lead_id).exists()
