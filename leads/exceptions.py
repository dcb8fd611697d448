"""Why a step was not taken; pages turn the code into a sentence."""

from datetime import datetime


class Refused(Exception):
    """A step that is not allowed now, and nothing was written.

    Codes: gone, no_such_move, managers_only, needs_reason, changed_meanwhile, already_taken, same_owner,
    nothing_changed, own_request, in_the_past, no_suspect, duplicate (another lead has that e-mail that day),
    no_contact (neither e-mail nor phone would be left), used_key (the page was sent before, with other
    words), no_phone, no_email, too_long, not_failed and not_ours (of a message),
    stopped_address (the customer wants no messages there, or they do not arrive), no_channel
    (messages of this kind cannot be sent from here), double_booked (the colleague in `detail` has another
    visit then), visit_over, away (that colleague, until `at`) and off_hours (of that colleague's team).
    """

    def __init__(self, code: str, detail: str = "", *, at: datetime | None = None) -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail
        self.at = at
