"""The keys that pages choose, and those that are the server's own."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from activity.authors import closing_key
from activity.models import Activity
from leads.own_key import OwnKey
from leadsite.keys import new_id
from tests.leads.facts import lead
from tests.leads.steps import logged_in, on_row, sent, step
from tests.leadsite.offline.queued import action, send
from tests.people import in_role


@pytest.mark.parametrize("key", [uuid4(), new_id()], ids=["version 4", "version 7"])
def test_a_key_by_chance_is_taken(key: object) -> None:
    assert OwnKey().clean(str(key)) == key


@pytest.mark.parametrize(
    "key", ["", "1", str(closing_key(new_id(), "completed"))], ids=["none", "no key", "the server's own"]
)
def test_any_other_is_not(key: str) -> None:
    with pytest.raises(ValidationError):
        OwnKey().clean(key)


@pytest.mark.django_db
def test_nobody_logs_under_the_key_of_a_colleagues_step_to_come() -> None:
    row, rajesh, neha = lead(), in_role("Sales", "rajesh", "Rajesh Kumar"), logged_in(in_role("Sales"))
    neha.post(step(row, "follow-up"), sent(row, action="call", quick="hour"))
    waiting = Activity.objects.get(type="follow_up")
    key = str(closing_key(waiting.pk, "cancelled"))
    assert logged_in(rajesh).post(step(row, "note"), sent(row, text="First", key=key)).status_code == 422
    (told,) = send(rajesh, action(row, key=key))
    assert (told["result"], list(told["fields"])) == ("refused", ["key"])
    cancel = f"/admin/activity/activity/{waiting.pk}/cancel/"
    assert neha.post(cancel, on_row(waiting, reason="Bought elsewhere")).status_code == 302
    waiting.refresh_from_db()
    assert waiting.status == "cancelled"
