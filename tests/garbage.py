"""The garbage collector leaves alone what stays: walking through all of Django again and again takes its time.

What a cycle of objects kept open is still told of: pytest collects when the session ends.
"""

import gc

import pytest

# Of objects made, and of collections of the younger ones, until the next; Python's own are 700, 10 and 10.
SELDOM = (50_000, 20, 50)


def pytest_collection_finish(session: pytest.Session) -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
