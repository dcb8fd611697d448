"""The WSGI application that the production server serves."""

import os
import sys
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadsite.settings")
site = get_wsgi_application()

from django.conf import settings  # noqa: E402  # settings are ready only now

from leads import intake  # noqa: E402
from leadsite.api.answers_in_kind import AnswersInKind  # noqa: E402
from leadsite.away import away_page  # noqa: E402
from leadsite.back_office import BackOffice  # noqa: E402
from leadsite.bodies import Bodies  # noqa: E402
from leadsite.bulkhead import Bulkhead, Lane  # noqa: E402
from leadsite.proxies import TrustedProxies  # noqa: E402
from leadsite.serving import listening  # noqa: E402

# A thread that computes holds Python's lock for this long at a time, and a quote asks for it a dozen times on
# its way to the disk. Python's own 5 ms is long for that; a tenth of this one costs a fifth of the quotes.
sys.setswitchinterval(0.001)

# Quote pages read the spool, on a disk that may hang. At most six of these threads wait for the database
# (leads/quote_page.py), so that a quote in the spool finds one free.
CUSTOMERS = Lane("customers", threads=8, waiting=8, seconds=6)
# Webhooks are stored and answered; what they start is done by the worker.
PROVIDERS = Lane("providers", threads=2, waiting=32, seconds=5)
# The back office has processes of its own; another server than the start command's runs it here.
PATIENCE = settings.STAFF_DEADLINE_SECONDS + 1.0  # those processes give up by themselves before
if there := listening.back_office():
    back_office: WSGIApplication = BackOffice(there, PATIENCE, away_page)
    STAFF = Lane("staff", threads=8, waiting=8, seconds=PATIENCE)  # threads that only wait
else:
    back_office = site
    STAFF = Lane("staff", threads=2, waiting=8, seconds=settings.STAFF_DEADLINE_SECONDS)

# What never waits for the database, and only that, may use the server's own threads (None).
LANES: list[tuple[str, Lane | None]] = [
    ("/", None),
    ("/price", None),
    ("/telemetry", None),
    ("/api/v1/quotes", None),
    ("/api/v1/telemetry", None),
    ("/healthz", None),
    ("/health", None),
    ("/static/", None),
    ("/robots.txt", None),
    ("/favicon.ico", None),
    ("/q/", CUSTOMERS),
    ("/hooks/", PROVIDERS),
]

guarded = TrustedProxies(
    AnswersInKind(Bodies(Bulkhead(site, LANES, STAFF, away_page, back_office))), settings.TRUSTED_PROXIES
)


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The first request of a process also lets it bring in what an earlier one has left in the spool."""
    intake.wake()
    return guarded(environ, start_response)
