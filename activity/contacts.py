"""What counts as a contact with the customer, and what as an answer of ours: for work, lists and recomputing.

A test holds the conditions on rows and the functions on facts to the same answers.
"""

from collections.abc import Mapping

from django.db.models import Case, F, Q, When

from activity.kinds import Actor

SPOKEN = ("call", "email", "sms", "whatsapp")

# Nobody has it yet, or the provider never took it; what it took and could not deliver was still our answer.
UNSENT = Q(status="queued") | (Q(status="failed") & ~Q(metadata__has_key="provider_id"))
MET = Q(type="follow_up", status="completed", metadata__action="meeting")
SAID = Q(type__in=SPOKEN, actor_type="user") & ~UNSENT
CONTACT = (SAID & ~Q(metadata__contains={"automatic": True})) | MET
# In a call both speak, whoever dialled; a message that came in is no answer.
ANSWER = CONTACT & (Q(type="call") | Q(metadata__direction="out") | MET)
# A meeting is planned long before it takes place; a closed row never changes again.
TOOK_PLACE_AT = Case(When(type="follow_up", then=F("updated_at")), default=F("created_at"))


def is_unsent(facts: Mapping[str, object], status: str) -> bool:
    return status == "queued" or (status == "failed" and "provider_id" not in facts)


def is_contact(kind: str, actor: Actor, facts: Mapping[str, object], status: str = "completed") -> bool:
    """Whether people spoke with each other: what a colleague logs or sends, automatic messages never."""
    said = kind in SPOKEN and actor.type == "user" and not is_unsent(facts, status)
    return said and facts.get("automatic") is not True


def is_answer(kind: str, actor: Actor, facts: Mapping[str, object], status: str = "completed") -> bool:
    """Whether this contact is one that the customer's clock waits for."""
    contact = is_contact(kind, actor, facts, status)
    return contact and (kind == "call" or facts.get("direction") == "out")


def is_message(kind: str, actor: Actor, facts: Mapping[str, object]) -> bool:
    """Whether the customer wrote, or rang in vain: they wait. In SQL it is wrote_in()."""
    came_in = kind in SPOKEN and facts.get("direction") == "in" and facts.get("automatic") is not True
    return came_in and not is_answer(kind, actor, facts)
