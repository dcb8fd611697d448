"""Tasks and duties for the suite's workers: each leaves a line in the file CHORES."""

import os
import time
from datetime import datetime
from pathlib import Path

from leadsite.jobs.duties import duty
from leadsite.jobs.tasks import task


def leave(line: str) -> None:
    with Path(os.environ["CHORES"]).open("a") as file:
        file.write(f"{line}\n")


@task("chore", title="A chore")
def chore(*, word: str, lead_id: str = "") -> None:
    leave(word)


@task("slow-chore", title="A slow chore")
def slow_chore(*, word: str, seconds: float) -> None:
    leave(f"{word} begun")
    time.sleep(seconds)
    leave(f"{word} done")


@task("failing-chore", title="A chore that fails", attempts=1)
def failing_chore(*, word: str) -> None:
    leave(f"{word} tried")
    raise ValueError(f"{word} cannot be done, call +91 98200 12345")


@duty("suite-round", title="A round", every=30.0, channel="suite_rounds")
def suite_round(now: datetime) -> bool:
    leave("round")
    return False


@task("tick", title="A tick", every="* * * * * *" if "TICKS" in os.environ else "")
def tick(*, timestamp: int) -> None:
    leave("tick")
