"""What is answered to each action of a queue."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _

from activity.recorder import Closed
from leads.exceptions import Conflict, Refused
from leads.models import Lead
from leads.refusals import sentence
from leads.step_forms import BESIDE, StepForm
from leads.step_page import closed_sentence, news

Result = Literal["done", "already", "conflict", "refused", "later"]


@dataclass(frozen=True)
class Answer:
    """`later` asks for the same again, `conflict` and `refused` for a colleague.

    `words` is a sentence for them and `fields` what is wrong with which field; `lead` is how the lead stands,
    `clashes` are both sides of what two people wanted differently, and `news` what others did to the lead
    since the colleague looked at it.
    """

    result: Result
    code: str = ""
    words: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    lead: Mapping[str, str] | None = None
    news: tuple[Mapping[str, str], ...] = ()
    clashes: tuple[Mapping[str, object], ...] = ()

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
    words = sentence(error)
    if isinstance(error, Conflict):
        return conflict(error, words, form, since)
    beside = BESIDE.get(error.code)
    return Answer("refused", error.code, words, {beside: words} if beside in form.fields else {})


def closed(error: Closed, form: StepForm, since: datetime | None) -> Answer:
    return conflict(error, closed_sentence(error.activity), form, since)


def conflict(error: Conflict, words: str, form: StepForm, since: datetime | None) -> Answer:
    told = tuple(entry_told(entry) for entry in news(form, since)) if since else ()
    clashes = tuple(clash.as_json() for clash in error.clashes)
    return Answer("conflict", error.code, words, lead=lead_told(form.lead), news=told, clashes=clashes)


def lead_told(lead: Lead) -> Mapping[str, str]:
    return {
        "version": lead.updated_at.isoformat(),
        "status": lead.status,
        "status_name": str(lead.get_status_display()),
    }


def entry_told(entry: Any) -> Mapping[str, str]:
    told = entry.sentence
    at = entry.activity.created_at.isoformat()
    return {"text": told.text, "detail": told.detail, "actor": entry.actor, "at": at}


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


def held_back() -> Answer:
    return Answer("later", "held_back", _("It waits for an earlier one of the same lead."))


def later() -> Answer:
    return Answer("later", "busy", _("It is tried again by itself."))
