"""The WSGI application of the back office's processes; the web workers hand it what staff ask for."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadsite.settings")
site = get_wsgi_application()

from django.conf import settings  # noqa: E402  # settings are ready only now

from leadsite.away import away_page  # noqa: E402
from leadsite.back_office import HandedOver  # noqa: E402
from leadsite.bulkhead import Bulkhead, Lane  # noqa: E402

STAFF = Lane("staff", threads=2, waiting=8, seconds=settings.STAFF_DEADLINE_SECONDS)

application = HandedOver(Bulkhead(site, [], STAFF, away_page))
