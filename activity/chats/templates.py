"""The shop's templates as Meta has them: those that it has approved, and that need nothing but texts."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from activity.chats.models import SLOT, ChatTemplate
from leadsite.outside.breaker import Breaker
from leadsite.outside.client import ask

MOST_PAGES, PAGE = 10, 100
NAMED_SLOT = re.compile(r"\{\{\s*[^\d\s]")


class NotFetched(Exception):
    """Meta did not give the list: the copy stays as it is."""


def fetch(*, now: datetime) -> int:
    """Bring the copy up to Meta's list; how many there are. Raises NotFetched, and what ask() raises."""
    found = list(usable(listed()))
    with transaction.atomic():
        for name, language, body in found:
            ChatTemplate.objects.update_or_create(
                name=name, language=language, defaults={"body": body, "fetched_at": now}
            )
        ChatTemplate.objects.filter(fetched_at__lt=now).delete()
    return len(found)


def listed() -> Iterator[Mapping[str, Any]]:
    after = ""
    for _page in range(MOST_PAGES):
        told = asked(after)
        yield from (row for row in told.get("data", ()) if isinstance(row, dict))
        paging = told.get("paging") or {}
        after = (paging.get("cursors") or {}).get("after", "") if paging.get("next") else ""
        if not after:
            return


def asked(after: str) -> Mapping[str, Any]:
    params = {"fields": "name,language,status,parameter_format,components", "limit": str(PAGE)}
    answer = ask(
        "GET",
        f"{settings.WHATSAPP_API_URL}/{settings.WHATSAPP_ACCOUNT_ID}/message_templates",
        breaker=Breaker("meta"),
        headers={"Authorization": f"Bearer {settings.WHATSAPP_ACCESS_TOKEN}"},
        params={**params, **({"after": after} if after else {})},
    )
    told = answer.json()
    if not answer.is_success or not isinstance(told, dict):
        raise NotFetched(f"Meta answered {answer.status}.")
    return told


def usable(rows: Iterator[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Name, language and text of those that we can fill in: no pictures, no links that want values."""
    for row in rows:
        parts = [part for part in row.get("components") or () if isinstance(part, dict)]
        bodies = [part.get("text") for part in parts if part.get("type") == "BODY"]
        rest = [part for part in parts if part.get("type") != "BODY"]
        if row.get("status") != "APPROVED" or len(bodies) != 1 or not isinstance(bodies[0], str):
            continue
        if not NAMED_SLOT.search(bodies[0]) and not any(map(wants_more, rest)):
            yield str(row["name"]), str(row["language"]), bodies[0]


def wants_more(part: Mapping[str, Any]) -> bool:
    is_picture = part.get("type") == "HEADER" and part.get("format") != "TEXT"
    return is_picture or SLOT.search(str(part)) is not None
