"""Publishing: what a calendar or a policy says from now on becomes its next numbered version, for good."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from assignments.calendars.models import Calendar, CalendarVersion
from assignments.policies.models import Policy, PolicyVersion
from assignments.policies.spec import PolicySpec
from assignments.routing.waking import reconsider

Version = CalendarVersion | PolicyVersion


class CannotPublish(Exception):
    """A reason not to publish, and nothing was written.

    `code`: nothing_changed, changed_meanwhile, gone, name_taken.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Draft:
    """A specification ready to be published; `further` are the version's other columns."""

    spec: Mapping[str, Any]
    fingerprint: str
    further: Mapping[str, Any] = field(default_factory=dict)

    def says_what(self, version: Version) -> bool:
        """Whether this is what the version says already."""
        return self.fingerprint == version.fingerprint and all(
            getattr(version, name) == value for name, value in self.further.items()
        )


def draft_of(spec: PolicySpec) -> Draft:
    return Draft(spec.as_json(), spec.fingerprint())


@transaction.atomic
def publish_calendar(
    calendar: Calendar, draft: Draft, *, expected: int, note: str, actor: str | None, now: datetime
) -> CalendarVersion:
    """The next version of a calendar. `expected` is the number that the editor saw, 0 for none.

    `actor` is a user's identifier, None the system. Raises CannotPublish.
    """
    locked = Calendar.objects.select_for_update().filter(pk=calendar.pk).first()
    newest = locked.versions.order_by("-number").first() if locked else None
    number = following(locked is not None, newest, draft, expected)
    made = CalendarVersion.objects.create(
        calendar=calendar, number=number, **columns(draft, note, actor, now)
    )
    reconsider(now=now)  # a team may work now that did not
    return made


@transaction.atomic
def publish_policy(
    policy: Policy, draft: Draft, *, expected: int, note: str, actor: str | None, now: datetime
) -> PolicyVersion:
    """The next version of a policy; as for a calendar."""
    locked = Policy.objects.select_for_update().filter(pk=policy.pk).first()
    newest = locked.versions.order_by("-number").first() if locked else None
    number = following(locked is not None, newest, draft, expected)
    return PolicyVersion.objects.create(policy=policy, number=number, **columns(draft, note, actor, now))


def make_calendar(name: str, draft: Draft, *, note: str, actor: str | None, now: datetime) -> CalendarVersion:
    """A calendar with its first version. Raises CannotPublish("name_taken")."""
    with named():
        calendar = Calendar.objects.create(name=name)
        return publish_calendar(calendar, draft, expected=0, note=note, actor=actor, now=now)


def make_policy(name: str, draft: Draft, *, note: str, actor: str | None, now: datetime) -> PolicyVersion:
    """A policy with its first version, tried after the others. Raises CannotPublish("name_taken")."""
    with named():
        last = Policy.objects.aggregate(last=Max("position"))["last"] or 0
        policy = Policy.objects.create(name=name, position=last + 1)
        return publish_policy(policy, draft, expected=0, note=note, actor=actor, now=now)


def rename(what: Calendar | Policy, name: str) -> bool:
    """Whether it had another name, which is no part of a version. Raises CannotPublish("name_taken")."""
    if what.name == name:
        return False
    with named():
        type(what).objects.filter(pk=what.pk).update(name=name)
    return True


@contextmanager
def named() -> Iterator[None]:
    """All of it or nothing; a name that somebody else has given meanwhile is a reason, no error."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "name" not in str(error):
            raise
        raise CannotPublish("name_taken") from error


def following(there: bool, newest: Version | None, draft: Draft, expected: int) -> int:
    """The number after the newest version, if the editor saw it and says something else."""
    if not there:
        raise CannotPublish("gone")
    if (newest.number if newest else 0) != expected:
        raise CannotPublish("changed_meanwhile")
    if newest and draft.says_what(newest):
        raise CannotPublish("nothing_changed")
    return expected + 1


def columns(draft: Draft, note: str, actor: str | None, now: datetime) -> dict[str, Any]:
    return {
        "spec": draft.spec,
        "fingerprint": draft.fingerprint,
        "note": note,
        "published_at": now,
        "published_by_id": actor,
        **draft.further,
    }
