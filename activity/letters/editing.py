"""Changing the templates of letters: what a colleague saw is what they change, or nothing is changed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from activity.kinds import Actor
from activity.letters.models import LetterTemplate
from activity.letters.purposes import Purpose
from leads.exceptions import Refused


@dataclass(frozen=True)
class Draft:
    """What a template is to say."""

    name: str
    language: str
    subject: str
    body: str
    is_used: bool


def make(*, draft: Draft, actor: Actor, now: datetime) -> LetterTemplate:
    """A template to begin replies with: acknowledgements are there already. Raises Refused("name_taken")."""
    row = LetterTemplate(purpose=Purpose.REPLY, changed_at=now, changed_by_id=actor.id, **vars(draft))
    return _stored(row)


@transaction.atomic
def change(*, template_id: UUID, draft: Draft, seen: datetime, actor: Actor, now: datetime) -> LetterTemplate:
    """`seen` is the version that the page showed.

    Raises Refused: gone, changed_meanwhile, nothing_changed, name_taken.
    """
    row = LetterTemplate.objects.select_for_update().filter(pk=template_id).first()
    if row is None:
        raise Refused("gone")
    if row.changed_at != seen:
        raise Refused("changed_meanwhile", row.changed_by_id or "", at=row.changed_at)
    said = {name: value for name, value in vars(draft).items() if getattr(row, name) != value}
    if not said:
        raise Refused("nothing_changed")
    for name, value in said.items():
        setattr(row, name, value)
    row.changed_at, row.changed_by_id = now, actor.id
    return _stored(row)


def _stored(row: LetterTemplate) -> LetterTemplate:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "letter_templates_name_key" not in str(error):
            raise
        raise Refused("name_taken") from error
    return row
