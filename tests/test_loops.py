"""tests.loops: a test's own event loop beside that of a browser's driver."""

import asyncio

import pytest

from tests import loops


async def loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


def test_a_loop_that_stands_still_is_there_again_afterwards() -> None:
    async def driver() -> None:
        mine = asyncio.get_running_loop()
        assert loops.run(loop()) is not mine
        assert asyncio.get_running_loop() is mine

    loops.run(driver())


def test_without_another_loop_there_is_none_afterwards() -> None:
    before = asyncio._get_running_loop()
    loops.run(loop())
    assert asyncio._get_running_loop() is before


def test_what_the_work_raises_is_raised() -> None:
    async def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        loops.run(broken())
