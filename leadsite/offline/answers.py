"""What is answered to each action of a queue."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _

from activity.recorder import Closed
from leads.conflict_panel import obstacle
from leads.conflict_words import Told, told
from leads.exceptions import Clash, Conflict, Refused
from leads.models import Lead
from leads.refusals import sentence
from leads.step_forms import BESIDE, StepForm
from leads.step_page import closed_sentence, news

SIDE = ("label", "seen", "wanted", "now", "why", "who", "because")
Result = Literal["done", "already", "conflict", "refused", "later"]


@dataclass(frozen=True)
class Answer:
    """`later` asks for the same again, `conflict` and `refused` for a colleague.

    `words` is a sentence for them and `fields` what is wrong with which field; `lead` is how the lead stands,
    `sides` are both sides of what two people wanted differently, `obstacle` why the colleague's cannot be put
    instead, and `news` what others did to the lead since they looked at it.
    """

    result: Result
    code: str = ""
    words: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    lead: Mapping[str, str] | None = None
    news: tuple[Mapping[str, str], ...] = ()
    sides: tuple[Mapping[str, str], ...] = ()
    obstacle: str = ""

    def told(self, key: UUID | str) -> dict[str, Any]:
        return {"key": str(key), **{name: value for name, value in asdict(self).items() if value}}


class Undone(Exception):
    """Nothing is to be written, and this is why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.code)
        self.answer = answer


def invalid(form: StepForm) -> Answer:
    fields = {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}
    return Answer("refused", "invalid", " ".join(fields.values()), fields)


def refused(error: Refused, form: StepForm, since: datetime | None) -> Answer:
    if isinstance(error, Conflict):
        return conflict(error, form, since)
    words = sentence(error)
    beside = BESIDE.get(error.code)
    return Answer("refused", error.code, words, {beside: words} if beside in form.fields else {})


def conflict(error: Conflict, form: StepForm, since: datetime | None) -> Answer:
    rows = news(form, since) if since else ()
    sides = told(error.clashes, user=form.user, now=form.now)
    return Answer(
        "conflict",
        error.code,
        closed_sentence(error.activity) if isinstance(error, Closed) else sentence(error),
        lead=lead_told(form.lead),
        news=tuple(entry_told(entry) for entry in rows),
        sides=tuple(map(side_told, sides, error.clashes)),
        obstacle=obstacle(error, form.user) if error.clashes else "",
    )


def side_told(side: Told, clash: Clash) -> Mapping[str, str]:
    """When it was by the clock: how long ago is another answer whenever somebody looks."""
    facts = {name: getattr(side, name) for name in SIDE}
    return {**facts, "at": clash.at.isoformat() if clash.at else ""}


def lead_told(lead: Lead) -> Mapping[str, str]:
    return {
        "version": lead.updated_at.isoformat(),
        "status": lead.status,
        "status_name": str(lead.get_status_display()),
    }


def entry_told(entry: Any) -> Mapping[str, str]:
    said = entry.sentence
    at = entry.activity.created_at.isoformat()
    return {"text": said.text, "detail": said.detail, "actor": entry.actor, "at": at}


def not_here(*, erased: bool) -> Answer:
    if erased:
        return Answer("refused", "gone", sentence(Refused("gone")))
    return Answer("refused", "not_found", _("Nothing is here, or it is not yours to see."))


def not_allowed() -> Answer:
    return Answer(
        "refused", "not_allowed", _("Your role does not include this. A manager can do it for you.")
    )


def unreadable() -> Answer:
    return Answer("refused", "unreadable", _("This action cannot be read. Do it again on the lead’s page."))


def failed() -> Answer:
    return Answer(
        "refused", "failed", _("The site failed at this, and nothing was done. Try it again later.")
    )


def held_back() -> Answer:
    return Answer("later", "held_back", _("It waits for an earlier one of the same lead."))


def later() -> Answer:
    return Answer("later", "busy", _("It is tried again by itself."))
