"""The processes that the start command keeps alive. A new one is a line in this table."""

import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Child:
    """A program, and whether it is done for good once it has ended with status 0."""

    name: str
    argv: tuple[str, ...]
    once: bool = False


# It waits for the database however long that takes; the site does not wait for it.
PREPARE = Child("prepare", (sys.executable, "-m", "leadsite.serving.prepare"), once=True)

CHILDREN: tuple[Child, ...] = (
    Child("web", (sys.executable, "-m", "leadsite.serving.web")),
    Child("staff", (sys.executable, "-m", "leadsite.serving.staff")),
)

# Open pages are told here what has changed; without it they ask for themselves.
LIVE = Child("live", (sys.executable, "-m", "leadsite.serving.live"))

# Jobs and duties; not before the site is up: nobody waits for them as a customer waits for the form.
WORKER = Child("worker", (sys.executable, "-m", "leadsite.serving.worker"))
