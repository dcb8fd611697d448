"""The live hub as a child of the start command: open pages are told here what has changed."""

import asyncio
import os
import signal
import socket
from functools import partial

import django

from leadsite.serving.politeness import yield_to_others

POLITENESS = 5  # customers come first
NAME = "leadsite live hub"  # of its connections, as the database's administrator sees them


async def serve(opened: int) -> None:
    from leadsite.live import pulse
    from leadsite.live.ear import Ear
    from leadsite.live.hub import BEAT_SECONDS, CHECK_SECONDS, Hub
    from leadsite.live.wire import Wire
    from leadsite.serving.listening import BACKLOG

    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, ending.set)
    door = socket.socket(fileno=opened)
    hub = Hub(partial(pulse.beat, door.getsockname()))
    ear = Ear(hub.tell, hub.heard, hub.deaf, hub.has_readers)
    chores = [
        loop.create_task(hub.again_and_again(hub.open_door, 0)),
        loop.create_task(hub.again_and_again(hub.notice, 0)),
        loop.create_task(hub.again_and_again(hub.check, CHECK_SECONDS)),
        loop.create_task(hub.again_and_again(hub.beat, BEAT_SECONDS)),
    ]
    server = await loop.create_unix_server(lambda: Wire(hub), sock=door, backlog=BACKLOG)
    ear.start()
    await ending.wait()
    server.close()
    hub.end()
    for chore in chores:
        chore.cancel()
    await asyncio.sleep(0.1)  # what was said last goes out
    os._exit(0)  # a thread may hang on the database


if __name__ == "__main__":
    yield_to_others(POLITENESS)
    os.environ["PGAPPNAME"] = NAME
    django.setup()

    from leadsite.serving import listening

    asyncio.run(serve(listening.inherited(listening.LIVE)[0]))
