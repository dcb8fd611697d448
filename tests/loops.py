"""An event loop for a test, also in a process where a browser's driver keeps its own in the same thread."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

Found = TypeVar("Found")


def run(work: Coroutine[Any, Any, Found]) -> Found:
    """asyncio.run, with the driver's loop out of sight: it stands still between two calls of the browser."""
    parked = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return asyncio.run(work)
    finally:
        asyncio._set_running_loop(parked)
