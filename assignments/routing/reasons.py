"""Why a lead went to whom, in words for its log. English, like all that the log keeps."""

from django.utils import timezone

from assignments.routing.choosing import Choice, Hindrance, Member

KEEPS: dict[Hindrance, str] = {
    "inactive": "account not active",
    "no_permission": "may not work leads",
    "takes_none": "takes no leads",
    "away": "away",
    "full": "has as many as they take",
}
NAMED = 5  # of a large team the log names as many, and counts the others


WAITED = {
    "closed": "It came while the team did not work",
    "nobody": "It waited until somebody was available",
    "failed": "It waited after an error",
}


def reason(*, rule: str, team: str, choice: Choice, waited: str = "") -> str:
    """`rule` is the name of the one that fits, empty where none does. The choice is of somebody.

    `waited` is the RouteHindrance that kept it from being given away before.
    """
    told = [f"Rule “{rule}”: team {team}" if rule else f"No rule fits: team {team}", why(choice)]
    if choice.passed_over:
        told.append(f"Passed over: {passed_over(choice)}")
    if waited:
        told.append(WAITED[waited])
    return ". ".join(told) + "."


def why(choice: Choice) -> str:
    member = choice.member
    if member is None:
        return "Nobody is available" if choice.why == "nobody" else "The team does not work at this hour"
    if choice.why == "only":
        return f"{member.name} is the only one available"
    if choice.why == "fewest":
        return f"{member.name} has the fewest open leads: {member.load}"
    return f"It is the turn of {member.name}, {last_given(member)}"


def last_given(member: Member) -> str:
    if member.last_given_at is None:
        return "who was given none so far"
    return f"last given one on {timezone.localtime(member.last_given_at):%-d %b, %H:%M}"


def passed_over(choice: Choice) -> str:
    """Neha Patel (away), Rajesh Kumar (takes no leads)."""
    names = [f"{member.name} ({KEEPS[why]})" for member, why in choice.passed_over]
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
