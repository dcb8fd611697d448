"""How the tests are spread over processes: a file stays together, and the longest files begin.

One that takes a minute and comes last keeps all but one of the processes waiting for it.
"""

import pytest
from xdist.scheduler import LoadFileScheduling

# By what they take alone on a machine, the longest first; the other files take less than ten seconds.
LONGEST = (
    "tests/leadsite/serving/test_serve.py",
    "tests/journeys/test_staff_looks.py",
    "tests/database/test_oldest_postgresql.py",
    "tests/journeys/test_colleague.py",
    "tests/journeys/test_hostile.py",
    "tests/journeys/test_looks.py",
    "tests/leadsite/test_sales_see.py",
    "tests/leadsite/jobs/test_worker.py",
    "tests/leadsite/test_permissions.py",
    "tests/leadsite/api/test_every_operation.py",
    "tests/database/test_migrations.py",
    "tests/journeys/test_away.py",
    "tests/journeys/test_comfort.py",
    "tests/journeys/test_contrast_and_paper.py",
    "tests/database/test_roles.py",
    "tests/leadsite/embedded/test_command_line.py",
    "tests/leadsite/dashboard/test_page.py",
)
# The other faults are suffered by one shop, one after the other.
FAULTS, OWN_DATABASE = "tests/faults/", ("test_outbox_outage.py", "test_worker_outage.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {file: number for number, file in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(LONGEST)))


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
