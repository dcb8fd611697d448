"""How long to wait before the next try: longer with each failure, bounded, and never all at once."""

import random

FIRST_SECONDS, LONGEST_SECONDS = 0.5, 5.0


def seconds_after(failures: int) -> float:
    """At most five seconds however long an outage lasts, so that the end of it is soon noticed."""
    longest = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** min(failures - 1, 10))
    return longest * random.uniform(0.6, 1.0)  # noqa: S311  # spreads the load, hides nothing
