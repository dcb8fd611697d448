"""Why a step was not taken; pages turn the code into a sentence."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime


class Refused(Exception):
    """A step that is not allowed now, and nothing was written.

    Codes: gone, no_such_move, managers_only, needs_reason, changed_meanwhile, already_taken, same_owner,
    nothing_changed, own_request, in_the_past, no_suspect, duplicate (another lead has that e-mail that day),
    no_contact (neither e-mail nor phone would be left), closed (what it was about is settled),
    used_key (the page was sent before, with other words), no_phone, no_email, too_long, not_failed and
    not_ours (of a message),
    stopped_address (the customer wants no messages there, or they do not arrive), no_channel
    (messages of this kind cannot be sent from here), double_booked (the colleague in `detail` has another
    visit then), visit_over, away (that colleague, until `at`) and off_hours (of that colleague's team).
    """

    def __init__(self, code: str, detail: str = "", *, at: datetime | None = None) -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail
        self.at = at


@dataclass(frozen=True)
class Author:
    """Who did something: `type` and `id` as in the log, `name` as in their account. Empty: nobody knows."""

    type: str = ""
    id: str = ""
    name: str = ""


@dataclass(frozen=True)
class Clash:
    """One fact that two people wanted differently: how ours saw it, what they want, and what it is by now.

    `fact` is status, owner, follow_up, approval, booking, waiting, message, suspect, or a field of the lead
    or of advice. Values are stored ones, "" where there is none or nobody said; words are made of them late.
    `why` is what ours said for it, `because` what the other did, at that time. `instead` is the id of the row
    that took the place of the one that ours was about.
    """

    fact: str
    seen: str
    wanted: str
    now: str
    why: str = ""
    by: Author = Author()
    at: datetime | None = None
    because: str = ""
    instead: str = ""

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "at": self.at.isoformat() if self.at else None}


class Conflict(Refused):
    """A step that was based on what is no more, with both sides; nothing was written.

    Only what the step itself touches is looked at: a note, a call or a clock never stands against a move.
    """

    def __init__(self, code: str, clashes: Sequence[Clash], detail: str = "") -> None:
        super().__init__(code, detail)
        self.clashes = tuple(clashes)

    def repeats(self, person: str) -> bool:
        """Whether this person met only themselves, and said the same: a page that was sent twice."""
        said = [(one.by.type, one.by.id, one.now, one.because, one.instead) for one in self.clashes]
        return bool(said) and said == [("user", person, one.wanted, one.why, "") for one in self.clashes]
