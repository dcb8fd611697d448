"""A contact as the API logs it: the same facts as the back office's form."""

from typing import Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from activity.sentences import plain
from leads.lead_steps import BY_HAND
from leadsite.api.fields import Body, OptionalNote


class ContactBody(Body):
    """A call has its outcome, a message its words."""

    kind: Literal["call", "whatsapp", "email", "sms"]
    direction: Literal["out", "in"] = Field(description="out: we to them")
    outcome: Literal["reached", "no_answer", "busy", "left_message", "wrong_number"] | None = Field(
        None, description="How a call went"
    )
    message: OptionalNote = ""

    @model_validator(mode="after")
    def is_whole(self) -> "ContactBody":
        if self.kind == "call" and self.outcome is None:
            raise ValueError(_("Say how the call went."))
        if self.kind != "call" and not self.message:
            raise ValueError(_("Say in a few words what was written."))
        return self

    def facts(self) -> dict[str, Any]:
        own = {"outcome": self.outcome} if self.kind == "call" else BY_HAND[self.kind]
        return {"direction": self.direction, **own}

    def said(self) -> str:
        return self.message or plain(self.kind, self.facts())
