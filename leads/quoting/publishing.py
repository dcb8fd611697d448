"""Publishing: the price list as staff have edited it becomes the next numbered version, for good."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import connection, transaction

from leads.quoting import price_book
from leads.quoting.models import PriceItem, PriceListVersion
from leads.quoting.money import plain
from leads.quoting.price_list import PriceBreak, PriceList
from leads.quoting.price_list import PriceItem as Item

# One publisher at a time: versions are numbered without gaps and each knows the one before.
LOCK = "select pg_advisory_xact_lock(hashtext('leadsite price list'))"


class CannotPublish(Exception):
    """A reason not to publish. `code`: nothing_changed, nothing_on_sale, unsound, changed_meanwhile."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Change:
    """What happens to one item: `kind` is added, removed or changed, `facts` are (field, old, new)."""

    kind: str
    item: Item
    facts: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Preview:
    """What would be published now. `digest` names exactly this draft."""

    items: tuple[Item, ...]
    latest: PriceListVersion | None
    changes: tuple[Change, ...]
    currency: str
    digest: str

    @property
    def currency_was(self) -> str | None:
        """The currency of the latest version where publishing would change it."""
        before = self.latest.value().currency if self.latest else self.currency
        return before if before != self.currency else None

    @property
    def nothing_changed(self) -> bool:
        return self.latest is not None and not self.changes and self.currency_was is None


def preview() -> Preview:
    """The rows beside the newest version. Raises CannotPublish("unsound") if a row contradicts itself."""
    items = draft()
    latest = PriceListVersion.objects.first()
    before = latest.value().items if latest else ()
    return Preview(items, latest, tuple(differences(before, items)), settings.CURRENCY, digest(items))


def draft() -> tuple[Item, ...]:
    try:
        return tuple(row.value() for row in PriceItem.objects.on_sale())
    except ValueError as error:
        raise CannotPublish("unsound", str(error)) from error


def digest(items: tuple[Item, ...]) -> str:
    """A name for exactly these items and prices, so that what was confirmed is what gets published."""
    text = json.dumps([shown(item) for item in items], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def differences(before: tuple[Item, ...], after: tuple[Item, ...]) -> Iterator[Change]:
    """In the order of the new list, what is gone at the end."""
    old = {item.slug: item for item in before}
    for item in after:
        was = old.pop(item.slug, None)
        if was is None:
            yield Change("added", item)
        elif was != item:
            then, now = shown(was), shown(item)
            yield Change(
                "changed",
                item,
                tuple((name, then[name], now[name]) for name in then if then[name] != now[name]),
            )
    yield from (Change("removed", item) for item in old.values())


def shown(item: Item) -> dict[str, str]:
    """An item's fields as short text."""
    return {field.name: text(getattr(item, field.name)) for field in fields(item)}


def text(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        steps = [step for step in value if isinstance(step, PriceBreak)]
        return ", ".join(f"{plain(step.minimum_quantity)}+: {plain(step.unit_price)}" for step in steps)
    return str(value)


@transaction.atomic
def publish(*, actor: str | None, now: datetime, expected: str | None = None) -> PriceListVersion:
    """Publish the rows as the next version, by which every web process prices within two seconds.

    `actor` is a user's identifier, None the system. `expected` is the digest of the preview that was
    confirmed. Raises CannotPublish; then nothing is written.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    ready = preview()
    check(ready, expected)
    number = ready.latest.number + 1 if ready.latest else 1
    price_list = PriceList(number, ready.currency, now, ready.items)
    version = PriceListVersion.objects.create(
        number=number, published_at=now, published_by=actor, content=price_list.to_json()
    )
    transaction.on_commit(lambda: price_book.learn(price_list))
    return version


def check(ready: Preview, expected: str | None) -> None:
    if not ready.items:
        raise CannotPublish("nothing_on_sale")
    if expected is not None and ready.digest != expected:
        raise CannotPublish("changed_meanwhile")
    if ready.nothing_changed:
        raise CannotPublish("nothing_changed")
