"""How the tests are spread over processes: a file stays together, faults and the longest files begin.

One that takes a minute and comes last keeps all but one of the processes waiting for it. Where the faults run
beside everything else (`pytest -n 3 --dist loadfile`, three minutes less), that gives way to them: what they
try has its deadlines. `make test` runs them after it, so that a slow machine fails none.
"""

import os

import pytest
from xdist.scheduler import LoadFileScheduling

# Suffered by one shop, one after the other, but for these.
FAULTS, OWN_DATABASE = "tests/faults/", ("test_outbox_outage.py", "test_worker_outage.py")
# By what they take alone on a machine, the longest first; the other files take less than ten seconds.
LONGEST = (
    "tests/leadsite/serving/test_serve.py",
    "tests/journeys/test_staff_looks.py",
    "tests/database/test_oldest_postgresql.py",
    "tests/journeys/test_offline_form.py",
    "tests/journeys/test_offline_queue.py",
    "tests/journeys/test_offline.py",
    "tests/journeys/test_colleague.py",
    "tests/journeys/test_hostile.py",
    "tests/journeys/test_looks.py",
    "tests/leadsite/test_sales_see.py",
    "tests/leadsite/jobs/test_worker.py",
    "tests/leadsite/test_permissions.py",
    "tests/leadsite/api/test_every_operation.py",
    "tests/database/test_migrations.py",
    "tests/journeys/test_messages.py",
    "tests/journeys/test_away.py",
    "tests/journeys/test_comfort.py",
    "tests/journeys/test_contrast_and_paper.py",
    "tests/journeys/test_conflicts.py",
    "tests/database/test_roles.py",
    "tests/leadsite/embedded/test_command_line.py",
    "tests/leadsite/dashboard/test_page.py",
)
GIVES_WAY = 9  # the site's own processes that give way do so by 10, and there are 19 steps


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {file: number for number, file in enumerate(LONGEST)}
    items.sort(key=lambda item: (not is_fault(item), place.get(file_of(item), len(LONGEST))))


def file_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def is_fault(item: pytest.Item) -> bool:
    return file_of(item).startswith(FAULTS)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A process of xdist has its faults, if any, at the beginning; from then on it gives way to others' faults."""
    if hasattr(item.config, "workerinput") and not is_fault(item):
        os.nice(max(0, GIVES_WAY - os.nice(0)))


class ByFile(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return FAULTS if file.startswith(FAULTS) and not file.endswith(OWN_DATABASE) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile | None:
    if config.getvalue("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False  # by the number of tests, it would be
    return ByFile(config, log)
