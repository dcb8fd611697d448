"""What went wrong, for people: in one line, and as a traceback, both without anybody's personal data."""

import re
import traceback

from leadsite.logs import masked

LINE, TRACEBACK = 500, 8_000  # characters
# PostgreSQL tells the values of a row there.
DETAIL = re.compile(r"\n(?:DETAIL|CONTEXT):.*?(?=\n\nThe above exception|\n\nDuring handling|\Z)", re.DOTALL)


def in_one_line(error: BaseException) -> str:
    first = str(error).strip().partition("\n")[0]
    return plain(f"{type(error).__name__}: {first}" if first else type(error).__name__)[:LINE]


def in_full(error: BaseException) -> str:
    """The end of the traceback, which is where it went wrong."""
    return plain(DETAIL.sub("", "".join(traceback.format_exception(error)).strip()))[-TRACEBACK:]


def plain(text: str) -> str:
    return masked(text).replace("\0", "\N{REPLACEMENT CHARACTER}")
