"""The WSGI application that the production server serves."""

import os
import sys
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadsite.settings")
site = get_wsgi_application()

from django.conf import settings  # noqa: E402  # settings are ready only now

from leads import intake  # noqa: E402
from leadsite.away import AWAY_PAGE  # noqa: E402
from leadsite.bodies import Bodies  # noqa: E402
from leadsite.bulkhead import Bulkhead, Lane  # noqa: E402
from leadsite.proxies import TrustedProxies  # noqa: E402

# A staff page that computes holds Python's lock for this long at a time, and a quote asks for it a dozen
# times on its way to the disk. Python's own 5 ms made a quote wait for staff (p50 41 ms); a tenth of this one
# costs a fifth of the quotes a second.
sys.setswitchinterval(0.001)

CUSTOMERS = Lane("customers", threads=2, waiting=4, seconds=5)
STAFF = Lane("staff", threads=2, waiting=8, seconds=settings.STAFF_DEADLINE_SECONDS)

# What never calls the database, and only that, may use the server's own threads (None).
LANES: list[tuple[str, Lane | None]] = [
    ("/", None),
    ("/price", None),
    ("/telemetry", None),
    ("/healthz", None),
    ("/health", None),
    ("/static/", None),
    ("/q/", CUSTOMERS),
]

guarded = TrustedProxies(Bodies(Bulkhead(site, LANES, STAFF, AWAY_PAGE)), settings.TRUSTED_PROXIES)


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The first request of a process also lets it bring in what an earlier one has left in the spool."""
    intake.wake()
    return guarded(environ, start_response)
