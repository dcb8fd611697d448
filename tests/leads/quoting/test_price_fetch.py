from datetime import timedelta

import pytest
from django.utils import timezone

from leads.quoting.models import PriceListVersion
from leads.quoting.price_fetch import fetch
from leads.quoting.price_list import PriceList
from tests.leads.quoting.rows import price_list

pytestmark = pytest.mark.django_db(transaction=True)


def stored(version: int, *, hours_ago: float) -> PriceList:
    value = price_list(version, published_at=timezone.now() - timedelta(hours=hours_ago))
    PriceListVersion.objects.create(number=version, published_at=value.published_at, content=value.to_json())
    return value


def test_an_empty_table_holds_nothing_new() -> None:
    assert fetch(None) is None


def test_the_versions_of_a_day_are_read_and_the_one_they_replaced() -> None:
    stored(1, hours_ago=100)
    second = stored(2, hours_ago=50)
    third = stored(3, hours_ago=20)
    fourth = stored(4, hours_ago=1)
    assert fetch(None) == [second, third, fourth]


def test_an_old_version_that_nothing_replaced_is_read() -> None:
    only = stored(1, hours_ago=1000)
    assert fetch(None) == [only]


def test_the_version_that_is_known_already_is_nothing_new() -> None:
    only = stored(1, hours_ago=1)
    assert fetch((1, only.published_at)) is None


def test_the_same_number_of_another_database_is_new() -> None:
    only = stored(1, hours_ago=1)
    assert fetch((1, only.published_at - timedelta(days=1))) == [only]


def test_a_version_that_cannot_be_read_is_passed_over() -> None:
    good = stored(1, hours_ago=2)
    PriceListVersion.objects.create(number=2, published_at=timezone.now(), content={"version": 2})
    assert fetch(None) == [good]
