"""Asking a language model behind an OpenAI-compatible endpoint; what does not fit the schema is no answer."""

import json
from typing import Any

from django.conf import settings

from activity.triage import prompts
from activity.triage.judgement import ACTIONS, FIELDS, Judgement, Subject
from leadsite.outside import client
from leadsite.outside.breaker import Breaker, Resting

BREAKER = Breaker("language model")
MOST_BYTES = 64 * 1024
LONGEST_PATIENCE = 300.0  # seconds that we wait where the endpoint asks us to


class NoAnswer(Exception):
    """Why the model cannot be heard, in a few words without any of the customer's; `after`: ask again in
    so many seconds.
    """

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


def rests_for() -> float:
    """Seconds for which nobody asks it, because it failed again and again; 0: it may be asked."""
    return max(BREAKER.rests_for() or 0.0, 0.0)


def ask(subject: Subject) -> Judgement:
    """Raises NoAnswer."""
    headers = {"Authorization": f"Bearer {settings.LLM_API_KEY}"} if settings.LLM_API_KEY else {}
    body = prompts.request(
        settings.LLM_MODEL, subject, large=settings.TRIAGE_LARGE_QUOTE, currency=settings.CURRENCY
    )
    try:
        answer = client.ask(
            "POST",
            f"{settings.LLM_BASE_URL.rstrip('/')}/chat/completions",
            breaker=BREAKER,
            seconds=float(settings.LLM_SECONDS),
            most_bytes=MOST_BYTES,
            headers=headers,
            json=body,
        )
    except (client.Unreachable, client.Cut) as error:
        raise NoAnswer(str(error)) from None
    except Resting:
        raise NoAnswer("It failed again and again, and is left alone for some minutes.") from None
    if not answer.is_success:
        wait = answer.retry_after() if answer.status in (429, 503) else None
        raise NoAnswer(f"It answered {answer.status}.", wait if wait and wait <= LONGEST_PATIENCE else None)
    return read(content(answer.json()))


def content(answer: Any) -> str:
    """What the model wrote."""
    try:
        written = answer["choices"][0]["message"]["content"]
    except (LookupError, TypeError):
        raise NoAnswer("Its answer was none of a chat.") from None
    if not isinstance(written, str):
        raise NoAnswer("Its answer had no text.")
    return written


def read(written: str) -> Judgement:
    """Exactly the keys of the schema, each with a value of its list; else NoAnswer."""
    try:
        told = json.loads(written)
    except (ValueError, RecursionError):
        raise NoAnswer("Its answer was no JSON.") from None
    lists = {**FIELDS, "action": tuple(ACTIONS)}
    if not isinstance(told, dict) or set(told) != {*lists, "reasoning"}:
        raise NoAnswer("Its answer did not fit the schema.")
    unfit = [name for name, allowed in lists.items() if told[name] not in allowed]
    if unfit or not isinstance(told["reasoning"], str):
        raise NoAnswer(f"Its answer did not fit the schema: {', '.join(unfit) or 'reasoning'}.")
    return Judgement(**{**told, "reasoning": printable(told["reasoning"])})


def printable(text: str) -> str:
    """One line without control or direction characters, as long as asked for."""
    kept = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(kept.split())[: prompts.LONGEST_REASONING]
