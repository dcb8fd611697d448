"""What happened to a demo lead after it came in: its log, its owner, and the times that follow from both."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings

from activity import kinds
from activity.models import Activity
from activity.triage import rules
from activity.triage.judgement import Subject
from activity.triage.reviewing import told
from assignments.models import Assignment, AssignmentStatus
from leads.demo.stories import Story, minutes
from leads.demo.visits import next_visit
from leads.models import Lead
from leadsite.accounts.models import User

TARGET = timedelta(hours=1)
PATHS = {
    "new": (),
    "contacted": ("contacted",),
    "nurturing": ("contacted", "nurturing"),
    "qualified": ("contacted", "qualified"),
    "converted": ("contacted", "qualified", "converted"),
    "lost": ("contacted", "lost"),
}


def subject_of(lead: Lead) -> Subject:
    """As triage reads it."""
    quote = lead.quote_data or {}
    return Subject(
        message=lead.message or "",
        role=lead.role or "",
        company=bool(lead.company),
        total=Decimal(quote["total"]) if quote.get("total") else None,
        currency=str(quote.get("currency", "")),
    )


class Timeline:
    """Collects the log of one lead in the order in which things happened; `store` writes it."""

    def __init__(self, story: Story, lead: Lead, staff: Mapping[str, User], now: datetime) -> None:
        self.story = story
        self.lead = lead
        self.owner = staff[story.owner] if story.owner else None
        self.manager = staff["meera"]
        self.now = now
        self.clock = lead.created_at
        self.log: list[Activity] = []
        self.owned: list[Assignment] = []

    def store(self) -> None:
        """Tell the story and write it down."""
        if not self.story.suspect:
            self.triaged()
            if self.owner:
                self.assigned(self.owner)
                self.worked(self.owner)
        Assignment.objects.bulk_create(self.owned)
        Activity.objects.bulk_create(self.log)

    def later(self, most: timedelta) -> datetime:
        """The time of the next event: `most` from the last one, never in the future."""
        self.clock += min(most, (self.now - self.clock) / 2)
        return self.clock

    def add(
        self, kind: str, message: str, facts: Mapping[str, object], by: User | None, status: str = "completed"
    ) -> None:
        kinds.check(kind, status, facts)
        self.log.append(
            Activity(
                lead=self.lead,
                created_at=self.clock,
                type=kind,
                status=status,
                message=message,
                actor_type="user" if by else "ai" if kind == "ai_result" else "system",
                actor_id=by.identifier if by else rules.MODEL if kind == "ai_result" else None,
                metadata=dict(facts) or None,
            )
        )

    def quoted(self, folio: str, submission_id: object, at: datetime) -> None:
        self.clock = at
        facts = {"folio": folio, "submission_id": str(submission_id)}
        self.add("quote", f"Quote {folio} sent to WhatsApp", facts, None)

    def triaged(self) -> None:
        self.later(timedelta(seconds=2))
        subject = subject_of(self.lead)
        judgement = rules.judge(subject, large=Decimal(settings.TRIAGE_LARGE_QUOTE))
        facts = judgement.facts(model=rules.MODEL, version=rules.VERSION, subject=subject, latency_ms=1)
        self.add("ai_result", judgement.sentence(), facts, None)
        self.advice = self.log[-1]

    def reviewed(self, owner: User) -> None:
        """Colleagues mostly agree; late ones have learnt on the phone that it is no home."""
        said = (self.advice.metadata or {})["lead_type"]
        fields = {"lead_type": "project"} if self.story.late and said == "home" else {}
        verdict = "overridden" if fields else "accepted"
        facts = {"result_id": str(self.advice.pk), "verdict": verdict, "fields": fields}
        self.later(minutes(1))
        self.add("ai_review", told(verdict, fields), facts, owner)

    def assigned(self, owner: User) -> None:
        at = self.later(minutes(1))
        deadline = at + TARGET
        facts = {
            "assigned_by": "system",
            "owner_id": owner.identifier,
            "owner_name": owner.name,
            "sla_deadline": deadline.isoformat(),
            "reason": "fewest open leads",
        }
        self.add("assignment", f"Assigned to {owner.name}", facts, None)
        self.owned = [
            Assignment(
                lead=self.lead,
                assigned_at=at,
                owner=owner,
                owner_name=owner.name,
                sla_deadline=deadline,
            )
        ]

    def worked(self, owner: User) -> None:
        status = "new"
        for step in PATHS[self.story.status]:
            self.later(
                minutes(190) if self.story.late else minutes(25) if status == "new" else timedelta(hours=25)
            )
            getattr(self, step)(owner)
            self.later(minutes(2))
            facts = {"from": status, "to": step}
            self.add("status_change", f"Status changed from {status} to {step}", facts, owner)
            if step == "converted":
                self.lead.conversion_date = self.clock
            status = step

    def contacted(self, owner: User) -> None:
        facts = {"direction": "out", "outcome": "reached", "duration_s": 260}
        self.add("call", f"{owner.get_short_name()} called and talked through the basket", facts, owner)
        self.lead.first_response_at = self.lead.last_contact_at = self.clock
        for assignment in self.owned:
            assignment.completed_at = self.clock
            assignment.status = AssignmentStatus.COMPLETED
        self.reviewed(owner)
        if self.story.status == "contacted":
            self.follow_up(owner, "call", "Has the customer decided?", self.now + timedelta(hours=3))

    def nurturing(self, owner: User) -> None:
        facts = {"direction": "out", "automatic": False, "channel": "smtp", "retry_count": 0}
        self.add("email", "Sent samples and care instructions", facts, owner)
        self.lead.last_contact_at = self.clock
        # Some of these are overdue: that is what a Monday looks like.
        self.follow_up(owner, "email", "Ask how the samples were liked", self.now - timedelta(hours=5))

    def qualified(self, owner: User) -> None:
        self.add("note", "Site measured; the customer wants to order this quarter", {}, owner)
        if self.story.status != "qualified":
            return
        if self.story.visit:
            self.visit(owner)
        self.follow_up(owner, "meeting", "Show samples on site", self.now + timedelta(days=1))
        facts = {
            "approval_type": "discount",
            "ai_recommendation": "5 % is within the margin of this basket",
            "requires_manager": True,
        }
        self.add("approval", "Asks for 5 % off the whole basket", facts, owner, "pending")

    def visit(self, owner: User) -> None:
        place = f"{self.story.company}, {self.story.location}"
        facts = {**next_visit(owner, self.now).facts(), "place": place, "staff_id": owner.identifier}
        self.add("booking", f"Visit: {place}", facts, owner, self.story.visit)
        if self.story.visit == "confirmed":
            self.later(timedelta(hours=1))
            self.add("note", "The customer confirmed the visit", {}, None)

    def converted(self, owner: User) -> None:
        facts = {"approval_type": "discount", "requires_manager": True, "outcome": "5 % granted"}
        self.add("approval", "5 % off the whole basket", facts, self.manager, "approved")
        self.later(timedelta(hours=4))
        self.add("note", "Order confirmed, advance received", {}, owner)

    def lost(self, owner: User) -> None:
        self.add("note", "Bought elsewhere: delivery was sooner", {}, owner)

    def follow_up(self, owner: User, action: str, reason: str, due: datetime) -> None:
        facts = {"action": action, "scheduled_for": due.isoformat(), "reason": reason}
        self.add("follow_up", reason, facts, owner, "pending")
