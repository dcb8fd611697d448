"""What a request may carry: text that any database can hold, of bounded length."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints, ValidationInfo, model_validator

from activity.texts.writing import LONGEST as LONGEST_SMS
from leads.step_forms import LONGEST_NOTE, LONGEST_REASON

# PostgreSQL holds every character but this one; halves of characters pydantic refuses by itself.
STORABLE = r"^[^\x00]*$"


def words(most: int, least: int = 1) -> Any:
    constraints = StringConstraints(
        strip_whitespace=True, min_length=least, max_length=most, pattern=STORABLE
    )
    return Annotated[str, constraints]


Reason = words(LONGEST_REASON)
OptionalReason = words(LONGEST_REASON, least=0)
Note = words(LONGEST_NOTE)
OptionalNote = words(LONGEST_NOTE, least=0)
Text = words(LONGEST_SMS)
Name = words(255)
OptionalName = words(255, least=0)
Moment = AwareDatetime


class Body(Schema):
    """The body of a request: a field that nobody knows is a slip of the keys, and said."""

    model_config = ConfigDict(extra="forbid")


class Filters(BaseModel):
    """What stands in the address after the question mark; slips of the keys are said here, too."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def all_that_was_sent(cls, known: Any, info: ValidationInfo) -> Any:
        """ninja hands over what it knows: the rest would be left out without a word."""
        sent = info.context["request"].GET if info.context else {}
        return {**{name: sent[name] for name in sent if name not in cls.model_fields}, **known}
