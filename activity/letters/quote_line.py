"""{quote}, which stands on a line of its own in a letter and becomes the list of products with prices."""

import re

QUOTE = "quote"
ON_ITS_LINE = re.compile(r"^[ \t]*\{quote\}[ \t]*$", re.MULTILINE)


def misplaced(body: str) -> bool:
    """Whether it stands inside a sentence, where no list can stand."""
    return f"{{{QUOTE}}}" in ON_ITS_LINE.sub("", body)
