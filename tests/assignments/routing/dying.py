"""A worker that dies by kill -9 in the middle of its third lead: given, logged and not yet committed."""

import os
import signal
from datetime import datetime
from itertools import count

import django

django.setup()

from assignments import workflow  # noqa: E402  # Django has to be ready
from assignments.routing import router  # noqa: E402

hand, handed = workflow.hand, count(1)


def hand_and_die(**given: object) -> object:
    done = hand(**given)
    if next(handed) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return done


workflow.hand = hand_and_die
router.route_waiting(now=datetime.fromisoformat(os.environ["NOW"]))
