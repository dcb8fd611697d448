"""The questions staff ask about the log."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models.fields.json import KT, KeyTextTransform
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from activity.contacts import CONTACT
from leads.querysets import suspect_leads
from leads.visibility import visible_to
from leadsite.cursors import Cursor

if TYPE_CHECKING:
    from activity.models import Activity
    from leadsite.accounts.models import User


HELD_VISIT = models.Q(type="booking", status__in=("pending", "confirmed"))
STILL_SHOWN = timedelta(days=1)  # a visit after it began, so that whoever was there can say how it went


def _concerns(user: "User") -> models.Q:
    return models.Q(lead__owner=user) | models.Q(actor_type="user", actor_id=user.identifier)


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "ActivityQuerySet":
        """The log of the leads that this colleague may see."""
        return self.filter(visible_to(user, "lead"))

    def of_people_since(self, moment: datetime) -> "ActivityQuerySet":
        """What colleagues logged after a moment; changes of status aside, which the lead's version tells."""
        return self.filter(actor_type="user", created_at__gt=moment).exclude(type="status_change")

    def contacts(self) -> "ActivityQuerySet":
        """People spoke with each other: what a colleague logged, automatic messages never."""
        return self.filter(CONTACT)

    def counted(self) -> "ActivityQuerySet":
        """Without the log of suspects, for a statement that reads many."""
        return self.exclude(lead__in=suspect_leads())

    def of_genuine(self) -> "ActivityQuerySet":
        """Without the log of suspects, for a statement that reads a few."""
        return self.filter(lead__in=apps.get_model("leads", "Lead")._default_manager.genuine())

    def newest_first(self) -> "ActivityQuerySet":
        return self.order_by("-created_at", "-id")

    def of_types(self, types: Iterable[str]) -> "ActivityQuerySet":
        return self.filter(type__in=tuple(types))

    def older_than(self, moment: datetime, key: UUID) -> "ActivityQuerySet":
        """What stands below this row where the newest is on top."""
        place = Tuple(models.F("created_at"), models.F("id"))
        return self.filter(TupleLessThan(place, (moment, key)))

    def since(self, moment: datetime) -> "ActivityQuerySet":
        return self.filter(created_at__gt=moment)

    def with_actor_names(self) -> "ActivityQuerySet":
        """Each row with its colleague's name as `actor_name`."""
        named = get_user_model()._default_manager.filter(identifier=models.OuterRef("actor_id"))
        return self.annotate(actor_name=models.Subquery(named.values("name")[:1]))

    def open_tasks(self, now: datetime) -> "ActivityQuerySet":
        """What somebody still has to do, to decide or to wait for, the most urgent first; visits to come."""
        tasks = models.Q(type__in=("follow_up", "approval", "waiting"), status="pending")
        rows = self.filter(tasks | models.Q(HELD_VISIT, due_at__gt=now - STILL_SHOWN))
        return rows.order_by(models.F("due_at").asc(nulls_last=True), "created_at", "id")

    def advice(self) -> "ActivityQuerySet":
        """What rules and models said, the newest first."""
        return self.filter(type="ai_result").newest_first()

    def reviews_of(self, result_id: UUID) -> "ActivityQuerySet":
        """What colleagues said about this advice, the newest first."""
        return self.filter(type="ai_review", metadata__result_id=str(result_id)).newest_first()

    def waits(self) -> "ActivityQuerySet":
        """Those for a customer whose turn it is."""
        return self.filter(type="waiting", status="pending")

    def pending_follow_ups(self) -> "ActivityQuerySet":
        return self.filter(type="follow_up", status="pending")

    def pending_approvals(self) -> "ActivityQuerySet":
        return self.filter(type="approval", status="pending")

    def due_by(self, moment: datetime) -> "ActivityQuerySet":
        return self.filter(due_at__lte=moment).order_by("due_at", "id")

    def due_before(self, moment: datetime) -> "ActivityQuerySet":
        return self.filter(due_at__lt=moment)

    def by_colleague(self, user: "User") -> "ActivityQuerySet":
        return self.filter(actor_type="user", actor_id=user.identifier)

    def for_colleague(self, user: "User") -> "ActivityQuerySet":
        """About this colleague's leads, or planned by them on anybody's."""
        return self.filter(_concerns(user))

    def of_owner(self, user: "User") -> "ActivityQuerySet":
        """About this colleague's own leads."""
        return self.filter(lead__owner=user)

    def for_others(self, user: "User") -> "ActivityQuerySet":
        """All that is not for this colleague."""
        return self.exclude(_concerns(user))

    def of_nobodys_leads(self) -> "ActivityQuerySet":
        return self.filter(lead__owner__isnull=True)

    def by_due(self, *, after: Cursor | None = None) -> "ActivityQuerySet":
        """The most urgent first, what has no readable time last; from the row after the cursor's."""
        rows = self.order_by(models.F("due_at").asc(nulls_last=True), "id")
        if after is None:
            return rows
        timeless = models.Q(due_at__isnull=True)
        if after.at is None:
            return rows.filter(timeless, id__gt=after.id)
        place = Tuple(models.F("due_at"), models.F("id"))
        return rows.filter(models.Q(TupleGreaterThan(place, (after.at, after.id))) | timeless)

    def longest_waiting(self, *, after: Cursor | None = None) -> "ActivityQuerySet":
        """The oldest first, from the row after the cursor's."""
        rows = self.order_by("created_at", "id")
        if after is None or after.at is None:
            return rows
        return rows.filter(
            TupleGreaterThan(Tuple(models.F("created_at"), models.F("id")), (after.at, after.id))
        )

    def requests_of(self, user: "User") -> "ActivityQuerySet":
        """What this colleague asked approval for, newest first."""
        return self.by_colleague(user).filter(type="approval").newest_first()

    def with_customers(self) -> "ActivityQuerySet":
        """Each row with its lead, the lead's owner, and the language in which the customer asked last."""
        asked = apps.get_model("leads", "Submission")._default_manager.filter(lead=models.OuterRef("lead"))
        language = asked.order_by("-received_at").values(found=KT("submitted__language"))[:1]
        rows = self.select_related("lead__owner").annotate(language=models.Subquery(language))
        return rows.defer("lead__search_text", "lead__quote_data", "lead__message")

    def with_quotes(self) -> "ActivityQuerySet":
        """Each row with its lead and what the lead's quote comes to: `quoted`, `quoted_in`.

        `newer_quote` is that of a customer who asked again (SubmissionQuerySet.asked_again).
        """
        submissions = apps.get_model("leads", "Submission")._default_manager
        totals = {
            "newer_quote": submissions.asked_again("lead"),
            "quoted": KeyTextTransform("total", "lead__quote_data"),
            "quoted_in": KeyTextTransform("currency", "lead__quote_data"),
        }
        return (
            self.select_related("lead")
            .annotate(**totals)
            .defer("lead__search_text", "lead__quote_data", "lead__message")
        )

    def visits(self, since: datetime) -> "ActivityQuerySet":
        """Those that are to take place, and did since then."""
        return self.filter(HELD_VISIT, due_at__gte=since)

    def of_whoever_goes(self, user: "User") -> "ActivityQuerySet":
        """The visits that this colleague makes."""
        return self.filter(metadata__contains={"staff_id": user.identifier})

    def with_goers(self) -> "ActivityQuerySet":
        """Each visit with the name of the colleague who makes it, as `goer`."""
        named = get_user_model()._default_manager
        return self.annotate(staff_id=KT("metadata__staff_id")).annotate(
            goer=models.Subquery(named.filter(identifier=models.OuterRef("staff_id")).values("name")[:1])
        )

    def bookings_instead_of(self, visit: "Activity") -> "ActivityQuerySet":
        """The visits that the same lead was offered in this one's place: one, if nobody wrote more."""
        facts = {"replaces": str(visit.pk)}
        return self.filter(lead_id=visit.lead_id, type="booking", metadata__contains=facts)

    def in_place_of(self, row: "Activity") -> "ActivityQuerySet":
        """What was written when this row was cancelled to be planned anew."""
        return self.filter(type=row.type, metadata__contains={"replaces": str(row.pk)})

    def without_due_time(self) -> "ActivityQuerySet":
        """Open rows whose time nobody can read: they would wait for ever, so health counts them."""
        return self.filter(type__in=("follow_up", "booking"), status="pending", due_at__isnull=True)
