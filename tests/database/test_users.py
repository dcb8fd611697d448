"""Users are known by an identifier that the database gives and keeps."""

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError

from tests.database.access import run

pytestmark = pytest.mark.django_db
User = get_user_model()


def test_the_database_gives_the_next_identifier() -> None:
    first = User.objects.create_user("neha", password="a long password", name="Neha Patel")
    second = User.objects.create_user("rajesh", password="a long password", name="Rajesh Kumar")
    number = int(first.identifier.removeprefix("sales_user_"))
    assert second.identifier == f"sales_user_{number + 1}"


def test_an_identifier_given_by_hand_is_passed_over() -> None:
    number = int(User.objects.create_user("neha", name="Neha").identifier.removeprefix("sales_user_"))
    User.objects.create_user("rajesh", name="Rajesh", identifier=f"sales_user_{number + 1}")
    assert User.objects.create_user("asha", name="Asha").identifier == f"sales_user_{number + 2}"


def test_an_identifier_never_changes() -> None:
    User.objects.create_user("neha", name="Neha")
    with pytest.raises(IntegrityError, match="never changes"):
        run("update users set identifier = 'sales_user_1000'")


def test_the_rest_of_a_user_may_change() -> None:
    neha = User.objects.create_user("neha", name="Neha")
    neha.name = "Neha Patel"
    neha.save()
    assert run("select name from users") == [("Neha Patel",)]


def test_an_identifier_is_given_once() -> None:
    User.objects.create_user("neha", name="Neha", identifier="sales_user_5")
    with pytest.raises(IntegrityError, match="identifier"):
        User.objects.create_user("rajesh", name="Rajesh", identifier="sales_user_5")
