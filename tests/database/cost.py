"""What a statement costs the server, whatever else the machine does meanwhile."""

import psutil
import pytest

from tests.database.access import one, run


def cpu_seconds(sql: str) -> float:
    """Of the server's process that serves us; `sql` is run in it. Skips where the server is on another machine."""
    process = backend()
    before = process.cpu_times()
    run(sql)
    after = process.cpu_times()
    return float(after.user + after.system - before.user - before.system)


def backend() -> psutil.Process:
    try:
        process = psutil.Process(one("select pg_backend_pid()"))
        if "postgres" in process.name():
            return process
    except psutil.NoSuchProcess:
        pass
    pytest.skip("the server is on another machine")
