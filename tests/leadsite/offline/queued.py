"""What the queue of a browser sends, and what it is answered."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from leads.models import Lead
from leadsite.accounts.models import User
from tests.leads.steps import logged_in

AGO = timedelta(minutes=68)
REPLAY = "/admin/offline/replay/"


def action(of: Lead, kind: str = "note", **changed: Any) -> dict[str, Any]:
    """Of a colleague who looked at the lead as it is now, an hour ago by their device."""
    seen = Lead.objects.get(pk=of.pk).updated_at.isoformat()
    fields = changed.pop("fields", {"text": "Prefers mornings"})
    return {
        "key": str(uuid4()),
        "kind": kind,
        "lead": str(of.pk),
        "expected": seen,
        "claimed_at": (timezone.now() - AGO).isoformat(),
        "fields": {"seen": seen, **fields},
        **changed,
    }


def move(row: Lead, to: str, **changed: Any) -> dict[str, Any]:
    return action(row, "status", fields={"to": to, "reason": "Said so"}, **changed)


def call(row: Lead, **changed: Any) -> dict[str, Any]:
    fields = {"kind": "call", "direction": "out", "outcome": "reached", "message": "Wants oak"}
    return action(row, "call", fields=fields, **changed)


def post(user: User, *actions: Any, client: Client | None = None, device: str = "") -> Any:
    body = {"person": user.identifier, "device": device, "actions": list(actions)}
    return (client or logged_in(user)).post(REPLAY, json.dumps(body), content_type="application/json")


def send(user: User, *actions: Any) -> list[dict[str, Any]]:
    response = post(user, *actions)
    assert response.status_code == 200, response.content
    return list(response.json()["answers"])


def results(user: User, *actions: Any) -> list[str]:
    return [answer["result"] for answer in send(user, *actions)]
