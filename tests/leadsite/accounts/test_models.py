"""The people who work here."""

import pytest

from leadsite.accounts.models import User
from tests.people import alice, bob, in_role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "short"), [("Neha Patel", "Neha"), ("Neha", "Neha")])
def test_a_user_is_called_by_name(name: str, short: str) -> None:
    neha = User.objects.create_user("neha", name=name)
    assert (str(neha), neha.get_full_name(), neha.get_short_name()) == (name, name, short)


def test_a_user_without_a_name_is_called_by_the_login() -> None:
    assert str(User.objects.create_user("neha")) == "neha"


def test_a_new_user_follows_the_shop_and_the_browser() -> None:
    neha = User.objects.get(pk=User.objects.create_user("neha", name="Neha").pk)
    assert (neha.time_zone, neha.language, neha.phone, neha.is_staff) == ("", "", None, False)


def test_the_first_user_may_be_made_on_the_command_line() -> None:
    boss = User.objects.create_superuser("boss", "boss@example.com", "a long password", name="Asha Rao")
    assert (boss.is_superuser, boss.is_staff, boss.check_password("a long password")) == (True, True, True)


def test_a_lead_can_be_given_to_those_who_work_leads() -> None:
    neha, boss = in_role("Sales"), alice()
    in_role("Sales", "asha", "Asha Rao")
    User.objects.filter(username="asha").update(is_active=False)
    bob("leads.view_lead")
    assert list(User.objects.who_work_leads()) == [boss, neha]
