"""What a preview showed, carried by its form to the deed: which leads, from where, where to."""

import struct
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core import signing

from leads.statuses import LeadStatus
from leadsite.accounts.models import User

SALT = "leads.bulk.plan.by_status"
GOOD_FOR = timedelta(days=1)
ROW = struct.Struct(">16sB")  # a lead's id, and its status by the place that it has in STATUSES
STATUSES = tuple(LeadStatus.values)


class BadPlan(Exception):
    """Not what a preview of this colleague signed, or too long ago."""


@dataclass(frozen=True)
class Plan:
    """`job` becomes the key of the move, so that the form sent twice moves once; `query` is the list's."""

    job: UUID
    to: str
    leads: Mapping[UUID, str]
    asks_reason: bool
    query: str

    def sign(self, user: User) -> str:
        content = {
            "job": self.job.hex,
            "to": self.to,
            "leads": b64encode(b"".join(map(packed, self.leads.items()))).decode(),
            "asks_reason": self.asks_reason,
            "query": self.query,
            "user": user.identifier,
        }
        return signing.dumps(content, salt=SALT, compress=True)

    @classmethod
    def read(cls, text: str, user: User) -> "Plan":
        try:
            content: dict[str, Any] = signing.loads(text, salt=SALT, max_age=GOOD_FOR)
        except signing.BadSignature as error:
            raise BadPlan from error
        if content["user"] != user.identifier:
            raise BadPlan
        leads = dict(map(unpacked, ROW.iter_unpack(b64decode(content["leads"]))))
        return cls(UUID(content["job"]), content["to"], leads, content["asks_reason"], content["query"])


def packed(lead: tuple[UUID, str]) -> bytes:
    lead_id, status = lead
    return ROW.pack(lead_id.bytes, STATUSES.index(status))


def unpacked(row: tuple[bytes, int]) -> tuple[UUID, str]:
    lead_id, place = row
    return UUID(bytes=lead_id), STATUSES[place]
