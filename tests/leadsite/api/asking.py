"""How the tests ask the API: as a colleague with a token."""

import json
from collections.abc import Collection
from typing import Any
from uuid import uuid4

from django.test import Client

from leadsite.accounts.models import User
from leadsite.api import tokens
from leadsite.api.scopes import Scope

EVERYTHING = tuple(Scope.values)


class Asking:
    """A program that carries one colleague's token."""

    def __init__(self, user: User, scopes: Collection[str] = EVERYTHING) -> None:
        self.row, self.token = tokens.make(user=user, name="test", scopes=scopes)
        self.client = Client(headers={"Authorization": f"Bearer {self.token}"})

    def get(self, path: str, **query: object) -> Any:
        return self.client.get(f"/api/{path}", query_params=query)

    def post(self, path: str, body: object = None, key: str | None = "", **headers: str) -> Any:
        """`key`: a new one unless given; None sends none."""
        named = {} if key is None else {"Idempotency-Key": key or str(uuid4())}
        return self.client.post(
            f"/api/{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={**named, **headers},
        )
