"""The price list as a CSV file: out to a spreadsheet, and back in after a preview. Nothing here publishes."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import tablib
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.utils.translation import gettext as _

from leads.quoting.models import PriceBreak, PriceItem
from leads.quoting.price_cells import guarded, unguarded
from leads.quoting.price_resource import COLUMNS, PriceItemResource, wanted

LARGEST_BYTES = 512 * 1024
MOST_ROWS = 1_000
MOST_CELL = 5_000
BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know UTF-8
NEEDED = "slug"
PLAIN_COLUMNS = [name for name in COLUMNS if name != "breaks"]


class Unreadable(Exception):
    """The file is no price list; says why in a sentence."""


class ChangedMeanwhile(Exception):
    """The price list or the file is no longer what the preview showed."""


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell: its row as a spreadsheet counts, its column ("" for the whole row)."""

    row: int
    column: str
    value: str
    why: str


@dataclass(frozen=True)
class Changed:
    """An item that the file changes: (column, old, new) for each cell."""

    name: str
    facts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Preview:
    """What the file would do. `digest` names exactly this file on exactly this price list."""

    added: tuple[str, ...]
    changed: tuple[Changed, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    digest: str

    @property
    def does_something(self) -> bool:
        return bool(self.added or self.changed)


def written() -> str:
    """The price list as staff are editing it, items that are not on sale included."""
    dataset = PriceItemResource().export()
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    rows.writerows([guarded(str(cell)) for cell in row] for row in dataset)
    return out.getvalue()


def read(raw: bytes) -> str:
    """The file's text, line ends as one. Raises Unreadable."""
    if len(raw) > LARGEST_BYTES:
        raise Unreadable(_("The file is larger than %(most)d kB.") % {"most": LARGEST_BYTES // 1024})
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(_("The file is not UTF-8. Save it as “CSV UTF-8” in your spreadsheet.")) from None
    if "\0" in text:
        raise Unreadable(_("This is no CSV file: it holds a character that no text has."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class Sheet:
    """The rows of a file under our column names, and the number that a spreadsheet gives each."""

    dataset: Any
    numbers: tuple[int, ...]


def sheet(text: str) -> Sheet:
    """Raises Unreadable."""
    lines = list(cells(text))
    if not lines:
        raise Unreadable(_("The file is empty."))
    _number, head = lines[0]
    headers = [name.strip().lower() for name in head]
    check_headers(headers)
    rows = [(number, row) for number, row in lines[1:] if any(cell.strip() for cell in row)]
    if len(rows) > MOST_ROWS:
        raise Unreadable(_("The file has more than %(most)d rows.") % {"most": MOST_ROWS})
    dataset = tablib.Dataset(headers=headers)
    for number, row in rows:
        dataset.append(fitted(row, len(headers), number))
    return Sheet(dataset, tuple(number for number, _row in rows))


def cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their number, counted as a spreadsheet does: a cell may hold several lines."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from enumerate(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True), start=1)
    except csv.Error:
        raise Unreadable(
            _("The file cannot be read as CSV: a quotation mark is open or out of place.")
        ) from None


def check_headers(headers: Sequence[str]) -> None:
    unknown = [name for name in headers if name not in COLUMNS]
    if unknown:
        facts = {"unknown": ", ".join(unknown)[:200] or "–", "known": ", ".join(COLUMNS)}
        raise Unreadable(
            _("The first row names columns that we do not have: %(unknown)s. Ours are %(known)s.") % facts
        )
    if len(set(headers)) != len(headers):
        raise Unreadable(_("The first row names a column twice."))
    if NEEDED not in headers:
        raise Unreadable(_("The first row has no column “slug”, by which items are known."))


def fitted(row: list[str], width: int, number: int) -> list[str]:
    if any(cell.strip() for cell in row[width:]):
        raise Unreadable(
            _("Row %(number)d has more cells than the first row has names.") % {"number": number}
        )
    if any(len(cell) > MOST_CELL for cell in row):
        raise Unreadable(_("Row %(number)d has a cell that is far too long.") % {"number": number})
    return [unguarded(cell) for cell in [*row, *[""] * width][:width]]


def preview(text: str) -> Preview:
    """What the file would add and change, and what is wrong in it; writes nothing. Raises Unreadable."""
    return compared(text)[0]


def compared(text: str) -> tuple[Preview, list[Any]]:
    """The preview, and the library's row results that it tells of, with their items."""
    found = sheet(text)
    digest = sha256(f"{written()}\0{text}".encode("utf-8", "replace")).hexdigest()
    result = imported(found)
    problems = [*base_problems(result), *repeated(found), *wrong(result, found)]
    rows = [] if problems else result.rows
    told = Preview(
        added=tuple(row.instance.name for row in rows if row.is_new()),
        changed=tuple(Changed(row.instance.name, differences(row)) for row in rows if row.is_update()),
        unchanged=sum(row.is_skip() for row in rows),
        problems=tuple(sorted(problems, key=lambda problem: problem.row)),
        digest=digest,
    )
    return told, rows


def base_problems(result: Any) -> Iterator[Problem]:
    yield from (Problem(1, "", "", str(error.error)) for error in result.base_errors)


def repeated(found: Sheet) -> Iterator[Problem]:
    """Rows that name an item which an earlier row has named."""
    seen: dict[str, int] = {}
    for number, slug in zip(found.numbers, found.dataset[NEEDED], strict=True):
        if first := seen.get(slug.strip()):
            why = _("Row %(first)d names this item already.") % {"first": first}
            yield Problem(number, NEEDED, slug, why)
        seen.setdefault(slug.strip(), number)


def wrong(result: Any, found: Sheet) -> Iterator[Problem]:
    """Each cell that the price list cannot take, and rows that contradict themselves."""
    rows = found.dataset.dict
    for invalid in result.invalid_rows:
        number, values = found.numbers[invalid.number - 1], rows[invalid.number - 1]
        for column, sentences in invalid.error_dict.items():
            name = "" if column == NON_FIELD_ERRORS else column_of(column)
            for sentence in sentences:
                yield Problem(number, name, values.get(name, ""), sentence)
    for error in result.error_rows:
        for one in error.errors:
            yield Problem(found.numbers[error.number - 1], "", "", type(one.error).__name__)


def column_of(attribute: str) -> str:
    return "breaks" if attribute == "asked_breaks" else attribute


def differences(row: Any) -> tuple[tuple[str, str, str], ...]:
    old, new = (
        {name: str(PriceItemResource.fields[name].export(item)) for name in COLUMNS}
        for item in (row.original, row.instance)
    )
    return tuple((name, old[name], new[name]) for name in COLUMNS if old[name] != new[name])


def imported(found: Sheet) -> Any:
    """Compared with the price list, not written: the library writes row by row, which takes minutes."""
    return PriceItemResource().import_data_inner(
        found.dataset, dry_run=True, raise_errors=False, using_transactions=False, collect_failed_rows=False
    )


@transaction.atomic
def apply(text: str, *, expected: str, user_id: UUID, now: datetime) -> Preview:
    """Write what the preview showed, all of it or nothing. Raises ChangedMeanwhile, Unreadable."""
    list(PriceItem.objects.select_for_update().order_by("pk").values_list("pk"))
    ready, rows = compared(text)
    if ready.digest != expected or ready.problems:
        raise ChangedMeanwhile
    added = [row.instance for row in rows if row.is_new()]
    changed = [row.instance for row in rows if row.is_update()]
    write([*added, *changed], now)
    for items, deed in ((added, ADDITION), (changed, CHANGE)):
        log(items, deed, user_id)
    return ready


def write(items: list[PriceItem], now: datetime) -> None:
    """Items and their breaks, in three statements."""
    for item in items:
        item.updated_at = now
    PriceItem.objects.bulk_create(
        items, update_conflicts=True, unique_fields=["id"], update_fields=["updated_at", *PLAIN_COLUMNS]
    )
    PriceBreak.objects.filter(item__in=items).delete()
    PriceBreak.objects.bulk_create(
        PriceBreak(item=item, minimum_quantity=quantity, unit_price=price)
        for item in items
        for quantity, price in wanted(item)
    )


def log(items: list[PriceItem], deed: int, user_id: Any) -> None:
    """As the admin's own pages do it: an item's history says who changed it."""
    if items:
        LogEntry.objects.log_actions(user_id, items, deed, _("From a CSV file"))
