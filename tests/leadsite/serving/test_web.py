import subprocess
import sys

import pytest

from tests.leadsite.serving.house import ROOT

LOADED = """
import sys
import threading
import django
from leadsite.serving.web import load
load(sys.argv[1])
from django.db import connections
print(threading.active_count(), [c.connection for c in connections.all(initialized_only=True) if c.connection])
"""


@pytest.mark.parametrize("module", ["leadsite.wsgi", "leadsite.staff_wsgi"])
def test_loading_the_site_starts_no_thread_and_opens_no_connection(module: str) -> None:
    """Workers are forked from the loaded site: both would be shared by all of them."""
    done = subprocess.run([sys.executable, "-c", LOADED, module], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "1 []\n", done.stderr
