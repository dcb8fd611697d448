from uuid import uuid4

import pytest

from activity import notes
from activity.kinds import Actor
from activity.models import Activity
from activity.recorder import AlreadyLogged
from leads.exceptions import Refused
from tests.leads.facts import lead

pytestmark = pytest.mark.django_db
NEHA = Actor("user", "sales_user_5")


def test_a_note_is_kept_with_its_writer() -> None:
    notes.write(lead_id=lead().pk, text="Prefers mornings", actor=NEHA)
    kept = Activity.objects.get()
    assert (kept.type, kept.message, kept.actor_id) == ("note", "Prefers mornings", "sales_user_5")


def test_a_note_that_is_sent_twice_is_kept_once() -> None:
    row, key = lead(), uuid4()
    notes.write(lead_id=row.pk, text="x", actor=NEHA, key=key)
    with pytest.raises(AlreadyLogged):
        notes.write(lead_id=row.pk, text="x", actor=NEHA, key=key)
    assert Activity.objects.count() == 1


def test_nothing_is_noted_about_a_lead_that_is_gone() -> None:
    with pytest.raises(Refused, match="gone"):
        notes.write(lead_id=uuid4(), text="x", actor=NEHA)
