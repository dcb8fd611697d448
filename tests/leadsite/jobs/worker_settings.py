"""The project's settings for a worker that the suite starts: with chores to do."""

from leadsite.settings import *  # noqa: F403
from leadsite.settings import JOB_MODULES as OURS

JOB_MODULES = (*OURS, "tests.leadsite.jobs.chores")
