import subprocess
import sys

from tests.leadsite.serving.house import ROOT

LOADED = """
import threading
import django
from leadsite.serving.web import load
load()
from django.db import connections
print(threading.active_count(), [c.connection for c in connections.all(initialized_only=True) if c.connection])
"""


def test_loading_the_site_starts_no_thread_and_opens_no_connection() -> None:
    """Workers are forked from the loaded site: both would be shared by all of them."""
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "1 []\n", done.stderr
