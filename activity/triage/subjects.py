"""Leads as triage reads them: one query however many they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import connection

from activity.triage.judgement import Subject

READ = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
LONGEST_MESSAGE = 4000  # of more nobody needs to read to know what it is about


@dataclass(frozen=True)
class Found:
    """A lead that is there; `judged` says whether the rules have looked at it before."""

    lead_id: UUID
    is_new: bool
    judged: bool
    subject: Subject


def read(lead_ids: Iterable[UUID]) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute(READ, [list(lead_ids)])
        return [found(*row) for row in cursor.fetchall()]


def found(lead_id: UUID, is_new: bool, judged: bool, message: str, *rest: object) -> Found:
    role, company, categories, total, currency, language = rest
    subject = Subject(
        message=message[:LONGEST_MESSAGE],
        role=role,  # type: ignore[arg-type]  # as the statement gives it
        company=bool(company),
        categories=tuple(categories),  # type: ignore[arg-type]  # as above
        total=total,  # type: ignore[arg-type]  # as above
        currency=currency,  # type: ignore[arg-type]  # as above
        language=language,  # type: ignore[arg-type]  # as above
    )
    return Found(lead_id, is_new, judged, subject)
