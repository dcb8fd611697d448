import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from leads.quoting import price_book, publishing
from leads.quoting.models import PriceListVersion
from leads.quoting.publishing import CannotPublish, Change, publish
from tests.leads.quoting.rows import NOW, laminate, panel, with_break

pytestmark = pytest.mark.django_db


def test_publishing_makes_the_next_numbered_version() -> None:
    laminate()
    first = publish(actor="sales_user_5", now=NOW)
    panel()
    second = publish(actor=None, now=NOW + timedelta(hours=1))
    assert [(row.number, row.published_at, row.published_by) for row in (first, second)] == [
        (1, NOW, "sales_user_5"),
        (2, NOW + timedelta(hours=1), None),
    ]
    assert [item.slug for item in second.value().items] == ["premium-laminate", "wall-panel"]


def test_a_version_keeps_what_was_published_whatever_staff_edit_later() -> None:
    row = laminate()
    publish(actor=None, now=NOW)
    row.unit_price = Decimal(1)
    row.save()
    assert PriceListVersion.objects.get().value().items[0].unit_price == Decimal(110)


def test_nothing_changed_is_said_and_nothing_is_written() -> None:
    laminate()
    publish(actor=None, now=NOW)
    with pytest.raises(CannotPublish, match="nothing_changed"):
        publish(actor=None, now=NOW)
    assert PriceListVersion.objects.count() == 1


def test_an_empty_list_is_never_published() -> None:
    laminate(active=False)
    with pytest.raises(CannotPublish, match="nothing_on_sale"):
        publish(actor=None, now=NOW)
    assert PriceListVersion.objects.count() == 0


def test_a_row_that_contradicts_itself_is_named() -> None:
    with_break(laminate(), "100", "500")
    with pytest.raises(CannotPublish, match="premium-laminate: a larger quantity must not cost more"):
        publish(actor=None, now=NOW)


def test_only_what_was_confirmed_is_published() -> None:
    row = laminate()
    seen = publishing.preview().digest
    row.unit_price = Decimal(120)
    row.save()
    with pytest.raises(CannotPublish, match="changed_meanwhile"):
        publish(actor=None, now=NOW, expected=seen)
    assert publish(actor=None, now=NOW, expected=publishing.preview().digest).number == 1


def test_the_preview_lists_what_is_added_changed_and_removed() -> None:
    old, kept = laminate(), panel()
    publish(actor=None, now=NOW)
    old.active = False
    old.save()
    kept.unit_price = Decimal(430)
    kept.save()
    with_break(kept, "50", "400")
    new = laminate(slug="oak", name="Oak")
    preview = publishing.preview()
    kept.refresh_from_db()
    assert preview.changes == (
        Change("added", new.value()),
        Change("changed", kept.value(), (("unit_price", "450", "430"), ("breaks", "", "50+: 400"))),
        Change("removed", PriceListVersion.objects.get().value().items[0]),
    )


def test_another_currency_is_a_change(settings: object) -> None:
    laminate()
    publish(actor=None, now=NOW)
    settings.CURRENCY = "USD"
    preview = publishing.preview()
    assert (preview.changes, preview.currency_was, preview.nothing_changed) == ((), "INR", False)
    assert publish(actor=None, now=NOW).value().currency == "USD"


def test_this_process_prices_by_a_new_version_from_the_commit_on(
    django_capture_on_commit_callbacks: object,
) -> None:
    laminate()
    with django_capture_on_commit_callbacks(execute=True):
        version = publish(actor=None, now=NOW)
        assert price_book.current() is None
    assert price_book.current() == version.value()


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_make_one_version() -> None:
    laminate()
    outcomes = []

    def press() -> None:
        try:
            outcomes.append(publish(actor=None, now=NOW).number)
        except CannotPublish as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == [1, "nothing_changed", "nothing_changed"]
