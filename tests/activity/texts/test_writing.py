"""An SMS by name of the lead: what other parts call."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from activity.texts.writing import cost, write
from leads.exceptions import Refused
from leadsite.keys import new_id
from tests.activity.outbox.messages import NEHA
from tests.leads import facts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channel")]


@pytest.mark.parametrize("text", ["", "  ", "x" * 1601])
def test_a_text_has_a_length(text: str) -> None:
    with pytest.raises(Refused, match="too_long"):
        write(lead_id=facts.lead().pk, text=text, actor=NEHA, now=timezone.now())


def test_a_lead_that_is_not_there_or_has_no_phone_gets_nothing() -> None:
    silent = facts.lead(phone=None, email="priya@example.com")
    for key, code in ((new_id(), "gone"), (silent.pk, "no_phone")):
        with pytest.raises(Refused, match=code):
            write(lead_id=key, text="Hello", actor=NEHA, now=timezone.now())


def test_a_price_is_said_where_it_is_known(settings: Any) -> None:
    settings.SMS_PRICE = None
    assert cost("Hello") is None
    settings.SMS_PRICE = Decimal("0.25")
    assert cost("x" * 161) == Decimal("0.50")
