"""Measuring triage on texts whose answers people wrote down, so that a prompt is known before it is used."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from activity.triage.judgement import FIELDS, Judgement, Subject

# Beside the first the rules are written; by the second nobody may tune: it says what to expect of new texts.
CORPUS, HELD_OUT = (Path(__file__).with_name(name) for name in ("corpus.jsonl", "held_out.jsonl"))


class Unreadable(ValueError):
    """A line of the file that is no labelled text; says which and why."""


@dataclass(frozen=True)
class Labelled:
    """A lead, and what people hold of it by field."""

    subject: Subject
    wanted: dict[str, str]


@dataclass
class Score:
    """`confusion` counts pairs of wanted and found by field; `failed` are texts without an answer."""

    texts: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    confusion: dict[str, Counter[tuple[str, str]]] = field(
        default_factory=lambda: {name: Counter() for name in FIELDS}
    )

    def accuracy(self, name: str) -> float:
        """The share, from 0 to 1, of all texts; one without an answer is wrong."""
        right = sum(count for (wanted, found), count in self.confusion[name].items() if wanted == found)
        return right / self.texts if self.texts else 0.0

    def most_wanted(self, name: str) -> tuple[str, float]:
        """Who always said this would be right in such a share of the texts that got an answer."""
        wanted: Counter[str] = Counter()
        for (value, _found), count in self.confusion[name].items():
            wanted[value] += count
        value, count = max(wanted.items(), key=lambda item: item[1], default=("", 0))
        return value, count / self.texts if self.texts else 0.0


def read(lines: Iterable[str], currency: str) -> Iterator[Labelled]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield labelled(json.loads(line), currency)
            except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation) as error:
                raise Unreadable(
                    f"Line {number} is no labelled text ({type(error).__name__}: {error})"
                ) from None


def labelled(told: dict[str, str], currency: str) -> Labelled:
    wanted = {name: told[name] for name in FIELDS}
    strange = [name for name, value in wanted.items() if value not in FIELDS[name]]
    if strange:
        raise ValueError(f"{strange[0]} is {wanted[strange[0]]!r}, none of {', '.join(FIELDS[strange[0]])}")
    total = Decimal(told["total"]) if told.get("total") else None
    return Labelled(
        Subject(
            message=str(told.get("message", "")),
            role=str(told.get("role", "")),
            total=total,
            currency=currency,
            language=str(told.get("language", "")),
        ),
        wanted,
    )


def score(texts: Iterable[Labelled], judge: Callable[[Subject], Judgement]) -> Score:
    """`judge` may raise ValueError, whose text says why there is no answer."""
    found = Score()
    for one in texts:
        found.texts += 1
        try:
            judgement = judge(one.subject)
        except ValueError as error:
            found.failed[str(error)] += 1
            continue
        for name, wanted in one.wanted.items():
            found.confusion[name][wanted, getattr(judgement, name)] += 1
    return found


def report(found: Score) -> Iterator[str]:
    """A line for each field's accuracy, and under it a table: wanted by row, found by column."""
    for why, count in found.failed.items():
        yield f"no answer to {count}: {why}"
    for name, values in FIELDS.items():
        always, share = found.most_wanted(name)
        yield f"{name}: {found.accuracy(name):.1%} of {found.texts} (always {always}: {share:.1%})"
        yield "  wanted \\ found " + "".join(f"{value:>13}" for value in values)
        for wanted in values:
            counts = (found.confusion[name][wanted, value] for value in values)
            yield f"  {wanted:<15}" + "".join(f"{count:>13}" for count in counts)
