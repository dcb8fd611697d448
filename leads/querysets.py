"""The questions staff ask about leads and submissions."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Exists, F, FilteredRelation, Func, OuterRef, Q, Subquery, Value
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.functions import Cast, Coalesce, JSONObject, Length, Lower, StrIndex
from django.db.models.lookups import GreaterThan

from leads import annotations
from leads.expressions import PHONE_FROM_ITS_END
from leads.scripts import LETTERS, OTHER, STAND_INS
from leads.statuses import OPEN, LeadStatus, SubmissionKind
from leads.visibility import visible_to
from leadsite.cursors import Cursor
from leadsite.stored_json import StoredJSON

if TYPE_CHECKING:
    from leads.models import Lead, Submission  # noqa: F401  # named in quotes below
    from leadsite.accounts.models import User  # named in quotes below


def suspect_leads() -> RawSQL:
    """The database's view of them, looked up once a statement: for figures over many rows."""
    return RawSQL("select lead_id from suspect_leads", ())  # nothing in it is a parameter


def _late_answer(at: datetime) -> Coalesce:
    """Of the lead at hand. A value, which the planner cannot turn into a join as it does with EXISTS."""
    waits = apps.get_model("assignments", "LeadClock")._default_manager.late(at)
    owed = apps.get_model("assignments", "Assignment")._default_manager.pressing(at)
    of_lead = {"lead": OuterRef("pk")}
    return Coalesce(
        Subquery(waits.filter(**of_lead).values("pk")[:1]), Subquery(owed.filter(**of_lead).values("pk")[:1])
    )


class OctetLength(Func):
    function = "octet_length"
    output_field = models.IntegerField()


def with_stand_ins(text: Combinable) -> Func:
    """The text as the index of other scripts has it (leads.scripts)."""
    strings = (Value(LETTERS), Value(STAND_INS))
    return Func(text, *strings, function="translate", output_field=models.TextField())


class LeadQuerySet(models.QuerySet["Lead"]):
    def suspect(self) -> "LeadQuerySet":
        """Came only by enquiries that look like a bot's; one genuine enquiry brings a lead to life."""
        return self.filter(annotations.is_suspect())

    def with_verdict(self) -> "LeadQuerySet":
        """`is_suspect`: whether it is one."""
        return self.annotate(is_suspect=annotations.is_suspect())

    def genuine(self) -> "LeadQuerySet":
        """Everything but suspects, leads that came by another way than the form included."""
        return self.filter(~annotations.is_suspect())

    def counted(self) -> "LeadQuerySet":
        """What figures are made of: the genuine ones, for a statement that reads many."""
        return self.exclude(pk__in=suspect_leads())

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "LeadQuerySet":
        """What this colleague may see: every list, search, count, figure and timeline goes through it."""
        return self.filter(visible_to(user))

    def converted(self) -> "LeadQuerySet":
        return self.filter(status=LeadStatus.CONVERTED)

    def answered(self) -> "LeadQuerySet":
        return self.filter(first_response_at__isnull=False)

    def open(self) -> "LeadQuerySet":
        return self.filter(status__in=OPEN)

    def unassigned(self) -> "LeadQuerySet":
        """Open ones that nobody has."""
        return self.open().filter(owner__isnull=True)

    def mine(self, user: "User") -> "LeadQuerySet":
        return self.filter(owner=user)

    def covered_by(self, user: "User", *, at: datetime) -> "LeadQuerySet":
        """Open ones of colleagues who are away then, and for whom this one answers."""
        absences = apps.get_model("assignments", "Absence")._default_manager
        return self.open().filter(owner__in=absences.covered_by(user.identifier, at).values("user_id"))

    def overdue(self, *, at: datetime) -> "LeadQuerySet":
        """Not answered by the customer's deadline or by the owner's."""
        waits = apps.get_model("assignments", "LeadClock")._default_manager.late(at)
        owed = apps.get_model("assignments", "Assignment")._default_manager.pressing(at)
        return self.filter(pk__in=waits.values("lead").union(owed.values("lead")))

    def late_answers(self, *, at: datetime) -> "LeadQuerySet":
        """Whose owner has an assignment past its deadline, as `sla_violations` counts them."""
        late = apps.get_model("assignments", "Assignment")._default_manager.late(at)
        return self.filter(pk__in=late.values("lead"))

    def due_by(self, moment: datetime) -> "LeadQuerySet":
        """An answer or a follow-up is due by then, or is late already."""
        waits = apps.get_model("assignments", "LeadClock")._default_manager.late(moment)
        owed = apps.get_model("assignments", "Assignment")._default_manager.pressing(moment)
        follow_ups = apps.get_model("activity", "Activity")._default_manager.pending_follow_ups()
        due = follow_ups.due_before(moment)
        return self.filter(pk__in=waits.values("lead").union(owed.values("lead"), due.values("lead")))

    def seen_overdue(self, *, at: datetime) -> "LeadQuerySet":
        """Those of `overdue`, asked one by one: for a walk along a list that meets many of them."""
        return self.alias(late_answer=_late_answer(at)).filter(late_answer__isnull=False)

    def seen_due_by(self, moment: datetime) -> "LeadQuerySet":
        """Those of `due_by`, asked one by one in the same way."""
        follow_ups = apps.get_model("activity", "Activity")._default_manager.pending_follow_ups()
        due = follow_ups.due_before(moment).filter(lead=OuterRef("pk")).values("pk")
        leads = self.alias(late_answer=_late_answer(moment), due_follow_up=Subquery(due[:1]))
        return leads.filter(Q(late_answer__isnull=False) | Q(due_follow_up__isnull=False))

    def new_since(self, moment: datetime) -> "LeadQuerySet":
        return self.filter(created_at__gte=moment)

    def new_before(self, moment: datetime) -> "LeadQuerySet":
        return self.filter(created_at__lt=moment)

    def asking_for(self, category: str) -> "LeadQuerySet":
        products = apps.get_model("leads", "LeadProduct")._default_manager
        return self.filter(pk__in=products.filter(category=category).values("lead"))

    def mentioning(self, word: str) -> "LeadQuerySet":
        """With this text in a name, company, e-mail, phone or folio, in any case."""
        sought = Lower(Value(word))
        found = self.filter(search_text__contains=sought)
        if not OTHER.search(word):
            return found
        beyond_ascii = GreaterThan(OctetLength("search_text"), Length("search_text"))
        letters = with_stand_ins(F("search_text"))
        return found.alias(letters=letters).filter(beyond_ascii, letters__contains=with_stand_ins(sought))

    def seen_to_mention(self, word: str) -> "LeadQuerySet":
        """The same leads, read one by one: for a stretch of the list that is short anyway."""
        return self.alias(place=StrIndex("search_text", Lower(Value(word)))).filter(place__gt=0)

    def ending_in(self, digits: str) -> "LeadQuerySet":
        """Whose phone ends so, by the index of phones read from their end."""
        return self.alias(from_its_end=PHONE_FROM_ITS_END).filter(from_its_end__startswith=digits[::-1])

    def newest_first(self) -> "LeadQuerySet":
        return self.order_by("-created_at", "-id")

    def older_than(self, place: Cursor) -> "LeadQuerySet":
        """What comes after this place in a list that is newest first."""
        return self.filter(TupleLessThan(Tuple(F("created_at"), F("id")), (place.at, place.id)))

    def newer_than(self, place: Cursor) -> "LeadQuerySet":
        """What comes before this place, nearest first."""
        newer = TupleGreaterThan(Tuple(F("created_at"), F("id")), (place.at, place.id))
        return self.filter(newer).order_by("created_at", "id")

    def with_deadline(self) -> "LeadQuerySet":
        """`deadline`: by when the customer is answered, or the owner answers if that is sooner.

        Null where nobody waits for that, and while we wait for the customer: `on_hold` then. `hours`: the
        version of the calendar that it was worked out by. `warn_at`: when the first warning is due.
        """
        return self.annotate(**annotations.deadline())

    def with_suspicion(self) -> "LeadQuerySet":
        """`suspicion`: why its newest enquiry looks like a bot's."""
        suspects = apps.get_model("leads", "Submission")._default_manager.suspect()
        newest = suspects.filter(lead=OuterRef("pk")).order_by("-received_at")
        return self.annotate(suspicion=Subquery(newest.values("suspect")[:1]))

    def with_newer_quote(self) -> "LeadQuerySet":
        """`newer_quote`: what the customer who asked again wants now."""
        return self.annotate(newer_quote=annotations.newer_quote())

    def awaited(self) -> "LeadQuerySet":
        """Whose customer waits for an answer; `deadline` is by when, null where that is not known yet.

        `hours` is the version of the calendar that it was worked out by, `warn_at` when the policy warns of
        it, also in `owed`.
        """
        clock = apps.get_model("assignments", "LeadClock")
        running = Q(clocks__answered_at__isnull=True, clocks__stopped_at__isnull=True, clocks__paused=False)
        awaited = self.alias(running=FilteredRelation("clocks", condition=running))
        return awaited.filter(running__isnull=False).annotate(
            deadline=F("running__deadline"),
            hours=F("running__calendar_version"),
            warn_at=clock.warned_from("running__"),
        )

    def owed_alone(self) -> "LeadQuerySet":
        """Those whose owner has yet to answer while no deadline of the customer's says so."""
        clocks = apps.get_model("assignments", "LeadClock")._default_manager.running().known()
        unanswered = self.owed().filter(first_response_at__isnull=True)
        return unanswered.filter(~Exists(clocks.filter(lead=OuterRef("pk"))))

    def owed(self) -> "LeadQuerySet":
        """Those whose owner has yet to answer; `deadline` is by when."""
        active = FilteredRelation("assignments", condition=Q(assignments__status="active"))
        assignment = apps.get_model("assignments", "Assignment")
        owed = self.alias(active=active).annotate(
            deadline=F("active__sla_deadline"),
            hours=F("active__calendar_version"),
            warn_at=assignment.warned_from("active__"),
        )
        return owed.filter(deadline__isnull=False)

    def who_writes(self, phone: str) -> "Lead | None":
        """Whose a message from this number is: the person's newest open lead, else the newest of all."""
        leads = self.of_person(phone=phone).order_by("-created_at", "-id")
        return leads.open().first() or leads.first()

    def of_person(self, *, email: str | None = None, phone: str | None = None) -> "LeadQuerySet":
        """Leads of whoever uses this e-mail (in any case) or this phone (E.164)."""
        known = Q(pk__in=())
        if email:
            known |= Q(lower_email=email.lower())
        if phone:
            known |= Q(phone=phone)
        return self.alias(lower_email=Lower("email")).filter(known)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "SubmissionQuerySet":
        return self.filter(visible_to(user, "lead"))

    def suspect(self) -> "SubmissionQuerySet":
        return self.filter(suspect__isnull=False)

    def genuine(self) -> "SubmissionQuerySet":
        return self.filter(suspect__isnull=True)

    def of_leads_asked_within(self, begin: datetime, end: datetime) -> "SubmissionQuerySet":
        """From `begin` on, before `end`."""
        asked = self.filter(lead__created_at__gte=begin, lead__created_at__lt=end)
        return asked.filter(received_at__gte=begin)  # follows from it, and spares reading all the others

    def latest_of_lead(self) -> "SubmissionQuerySet":
        """Without those whose customer asked again: the later quote is what they want now."""
        later = self.model._default_manager.filter(
            lead=OuterRef("lead"),
            kind="repeat",
            suspect__isnull=True,
            received_at__gt=OuterRef("received_at"),
        )
        return self.filter(~Exists(later))

    def priced(self) -> "SubmissionQuerySet":
        return self.filter(quote_total__isnull=False)

    def repeats(self) -> "SubmissionQuerySet":
        return self.filter(kind=SubmissionKind.REPEAT)

    def asked_again(self, lead: str) -> Subquery:
        """Of the outer row's lead the newest genuine and priced repeat, in the shape of a snapshot.

        {total, currency, lines}; null where the customer asked once: the lead's own quote is the newest then.
        """
        told = JSONObject(
            total=Cast("quote_total", models.TextField()), currency="currency", lines=F("quote__lines")
        )
        newest = self.repeats().genuine().priced().filter(lead=OuterRef(lead)).order_by("-received_at")
        return Subquery(newest.values(told=told)[:1], output_field=StoredJSON())

    def newest_quotes(self) -> "SubmissionQuerySet":
        """Genuine enquiries with a quote, newest first: what customers really ask for."""
        return self.genuine().filter(quote__isnull=False).order_by("-received_at", "-id")
