"""Asking a provider to take a message, with what went wrong told as the outbox understands it."""

from typing import Any

from activity.outbox.channels import TryLater, Unknown
from leadsite.outside import client
from leadsite.outside.breaker import Breaker, Resting
from leadsite.outside.client import Answer, Cut, Unreachable

TOO_MANY = 429
# Said by something between us and the provider, which may have passed the message on.
NO_ANSWER_BEHIND = frozenset({502, 504})


def ask_provider(method: str, url: str, *, breaker: Breaker, **request: Any) -> Answer:
    """An answer below 500 and none of 429; what a 4xx means the caller knows. Raises TryLater, Unknown."""
    try:
        answer = client.ask(method, url, breaker=breaker, **request)
    except Resting as resting:
        said = "The provider fails at the moment and is left alone for some minutes."
        raise TryLater(said, resting.seconds, counts=False) from None
    except Unreachable:
        raise TryLater("The provider cannot be reached.") from None
    except Cut as failure:
        raise Unknown(f"Nobody knows whether it went out. {failure}") from None
    if answer.status == TOO_MANY:
        raise TryLater("The provider asks us to send more slowly.", answer.retry_after())
    if answer.status in NO_ANSWER_BEHIND:
        raise Unknown(f"Nobody knows whether it went out: the provider answered {answer.status}.")
    if answer.status >= 500:
        raise TryLater(f"The provider is in trouble: it answered {answer.status}.", answer.retry_after())
    return answer
