"""Whose turn comes last where there are not processors enough for all."""

import os
from pathlib import Path

AUTOGROUP = Path("/proc/self/autogroup")


def yield_to_others(by: int) -> None:
    """`by`: how nice, up to 19.

    Linux schedules sessions against each other where nothing else divides them into groups (sched(7),
    "autogroup"): niceness then counts within a session only, and each of our children is one of its own.
    """
    os.nice(by)
    try:
        AUTOGROUP.write_text(str(by))
    except OSError:  # there is no such thing here: niceness counts
        return
