"""A letter made of a template: subject, plain text, and HTML that says the same.

A line whose placeholder has nothing to say is left out, so that a template fits a lead without a quote too.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.template.loader import get_template
from django.utils import translation
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from activity.letters.purposes import LONGEST_SUBJECT
from activity.letters.quote_line import ON_ITS_LINE, QUOTE
from activity.outbox.placeholders import fill, names
from leads.quoting.whatsapp import clean

# The stylesheet of the preview page, too: a letter carries it within, for it can link to none.
STYLE = (
    Path(__file__).resolve().parent.parent.joinpath("static/activity/letter.css").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Contents:
    """What the placeholders stand for; an empty one has nothing to say. `quote` is as quote_page shows it."""

    values: Mapping[str, str]
    language: str
    quote: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str
    body: str  # the HTML without the frame that mail programs need


def write(subject: str, body: str, contents: Contents) -> Letter:
    with translation.override(contents.language):
        head = clean(fill(subject, contents.values), LONGEST_SUBJECT)
        parts = [part for part in map(_part(contents), _parts(body)) if part]
        text = "\n\n".join(plain for plain, _ in parts) + "\n"
        inner = mark_safe("\n".join(html for _, html in parts))  # noqa: S308  # each was escaped where it was made
        framed = {"subject": head, "body": inner, "language": contents.language, "style": mark_safe(STYLE)}  # noqa: S308  # our own file
        return Letter(head, text, get_template("letters/letter.html").render(framed), inner)


def begun(template: str, contents: Contents) -> str:
    """A template filled in for a colleague to go on from; the list of products stays a placeholder."""
    values = {**contents.values, QUOTE: f"{{{QUOTE}}}" if contents.quote else ""}
    kept = [line for line in template.split("\n") if _speaks(line, values)]
    return re.sub(r"\n{3,}", "\n\n", fill("\n".join(kept), values)).strip()


def _parts(body: str) -> Iterator[str]:
    """Paragraphs; {quote} is one of its own, with or without empty lines around it."""
    apart = ON_ITS_LINE.sub("\n\n{quote}\n\n", body.replace("\r\n", "\n"))
    for part in apart.split("\n\n"):
        if part.strip():
            yield part.strip("\n")


def _part(contents: Contents) -> Any:
    """The maker of a paragraph's text and HTML; an empty pair's place is taken by None."""

    def make(part: str) -> tuple[str, str] | None:
        if part.strip() == f"{{{QUOTE}}}":
            return _quote(contents) if contents.quote else None
        lines = [line for line in part.split("\n") if _speaks(line, contents.values)]
        if not any(line.strip() for line in lines):
            return None
        return _plain(lines, contents.values), _html(lines, contents.values)

    return make


def _speaks(line: str, values: Mapping[str, str]) -> bool:
    return all(values.get(name, "") for name in names(line))


def _plain(lines: list[str], values: Mapping[str, str]) -> str:
    return "\n".join(fill(line, values).rstrip() for line in lines)


def _html(lines: list[str], values: Mapping[str, str]) -> str:
    """Escaped twice over: the template's own words, and each value on its own."""
    safe = {name: str(conditional_escape(value)) for name, value in values.items()}
    if link := safe.get("quote_link"):
        safe["quote_link"] = f'<a href="{link}">{link}</a>'
    said = "<br>\n".join(fill(str(conditional_escape(line)), safe) for line in lines)
    return f"<p>{said}</p>"


def _quote(contents: Contents) -> tuple[str, str]:
    shown = {"quote": contents.quote}
    text = get_template("letters/quote.txt").render(shown)
    return text.strip(), get_template("letters/quote.html").render(shown).strip()
