"""What all composers share: where the message goes, whether it may, how it begins, what was said so far."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django import forms
from django.db.models import Model, QuerySet

from activity import timeline
from activity.models import Activity
from activity.outbox.models import StoppedAddress
from activity.outbox.stops import stopped
from leads.step_forms import Keyed

SHOWN = 10
Row = TypeVar("Row", bound=Model)


class Composer(Keyed):
    """A message to the customer of a lead, by one channel."""

    channel: ClassVar[str]
    no_address: ClassVar[Any]  # said where the lead has none

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None, **options: Any) -> None:
        """`initial` is what the address of the page asks for, such as ?template=…"""
        self.lead, self.user = options["lead"], options["user"]
        first = self.beginning(initial or {}) if data is None else {}
        super().__init__(data, initial=first, **options)

    def beginning(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """What the fields hold first."""
        return {}

    @property
    def address(self) -> str:
        raise NotImplementedError

    @property
    def written_address(self) -> str:
        """As colleagues read it."""
        return self.address

    @cached_property
    def stop(self) -> StoppedAddress | None:
        return stopped(channel=self.channel, address=self.address) if self.address else None

    @property
    def is_possible(self) -> bool:
        """Nothing pretends to send."""
        return bool(self.address) and self.stop is None

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if not self.address:
            raise forms.ValidationError(self.no_address)
        return cleaned

    def around(self) -> dict[str, Any]:
        """The newest messages by this channel, both ways."""
        log = Activity.objects.visible_to(self.user).filter(lead=self.lead).of_types([self.channel])
        rows = log.with_actor_names().newest_first()[:SHOWN]
        return {
            "entries": timeline.entries(rows),
            "may": {
                "work": self.user.has_perm("leads.work_lead"),
                "allow": self.user.has_perm("activity.allow_stoppedaddress"),
            },
        }


def chosen(rows: QuerySet[Row], key: object) -> Row | None:
    """The template that an address names, if there is one."""
    try:
        return rows.filter(pk=UUID(str(key))).first()
    except ValueError:
        return None
