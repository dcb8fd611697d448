"""The ASGI application that the production server serves: streams of live updates, and the pages."""

from leadsite.wsgi import application as site  # sets Django up
from leadsite.wsgi import guarded

THREADS = 32  # the form needs a few; the rest is for those in a lane, which is bounded (leadsite/wsgi.py)

from leadsite.in_threads import InThreads  # noqa: E402  # settings are ready only now
from leadsite.live.relay import Receive, Relay, Scope, Send  # noqa: E402
from leadsite.serving import listening  # noqa: E402

pages = InThreads(site, THREADS, asker=guarded.asker)
live = Relay(listening.live_hub())


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    await (live if scope["path"].startswith("/live/") else pages)(scope, receive, send)
