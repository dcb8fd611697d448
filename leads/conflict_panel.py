"""What a colleague is shown, and may choose, where their step met somebody else's."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from activity.models import Activity
from leads.conflict_words import Told, told
from leads.exceptions import Clash, Conflict, Refused
from leads.refusals import sentence
from leads.statuses import find_move
from leads.step_forms import StepForm
from leadsite.accounts.models import User
from leadsite.keys import new_id

TYPED = ("outcome", "reason", "words", "what")


@dataclass(frozen=True)
class Panel:
    """Both sides, and the ways on.

    `obstacle` says why ours cannot be put instead, "" where it can. Where it cannot, `typed` is what the form
    does not show again, and `note` what would be lost. `address` is where the form goes: the row that took
    the place of the one that was meant has its own. `link` leads to another page that puts ours instead.
    """

    sides: Sequence[Told]
    typed: Sequence[tuple[Any, str]]
    obstacle: str
    address: str
    activity: Activity | None
    note: str
    link: str = ""
    key: UUID = field(default_factory=new_id)

    @property
    def other(self) -> str:
        """The one colleague on the other side; "" where there are several, or one without a name."""
        people = {side.who if side.named else "" for side in self.sides}
        return people.pop() if len(people) == 1 else ""

    @property
    def keep(self) -> str:
        """The words of the way back."""
        return _("Keep %(name)s’s") % {"name": self.other} if self.other else _("Leave it as it is")

    @property
    def why(self) -> str:
        return next((side.why for side in self.sides if side.why), "")

    @property
    def is_chosen_by_field(self) -> bool:
        return any(side.is_field for side in self.sides)


def panel(request: HttpRequest, conflict: Conflict, form: StepForm, taking: Any) -> Panel:
    blocked = obstacle(conflict, taking.user)
    instead = in_its_place(conflict, taking)
    return Panel(
        sides=told(conflict.clashes, user=taking.user, now=taking.now),
        typed=typed(form) if blocked else (),
        obstacle=blocked,
        address=address(request, instead),
        activity=instead or taking.activity,
        note=" · ".join(filter(None, (str(form.data.get(name) or "").strip() for name in TYPED))),
        link=assigning(taking) if conflict.code == "already_taken" and not blocked else "",
    )


def typed(form: StepForm) -> list[tuple[Any, str]]:
    """Label and text of whatever the colleague filled in."""
    rows = [(one.label, str(form.data.get(one.html_name) or "").strip()) for one in form.visible_fields()]
    return [(label, text) for label, text in rows if text]


def in_its_place(conflict: Conflict, taking: Any) -> Activity | None:
    keys = [clash.instead for clash in conflict.clashes if clash.instead]
    if not keys:
        return None
    rows = Activity.objects.visible_to(taking.user).filter(lead=taking.lead).with_actor_names()
    return rows.filter(pk=keys[0]).first()


def address(request: HttpRequest, instead: Activity | None) -> str:
    match = request.resolver_match
    if instead is None or match is None:
        return request.path
    return reverse(match.view_name, kwargs=dict.fromkeys(match.kwargs, instead.pk))


def assigning(taking: Any) -> str:
    mine = urlencode({"owner": taking.user.identifier})
    return f"{reverse('admin:leads_lead_assign', args=[taking.lead.pk])}?{mine}"


def obstacle(conflict: Conflict, user: User) -> str:
    clash = conflict.clashes[0]
    if clash.fact == "status":
        return no_move(clash, user)
    if conflict.code == "already_taken" and not user.has_perm("leads.assign_lead"):
        return _("Ask %(owner)s, or a manager, to hand it to you.") % {"owner": conflict.detail}
    if conflict.code == "closed" and not clash.instead:
        return _("It is settled, and the log keeps it so.")
    if conflict.code in ("waits_already", "not_failed", "no_suspect"):
        return sentence(conflict)
    return ""


def no_move(clash: Clash, user: User) -> str:
    """Why a lead cannot go on from where the other moved it to where ours wanted it."""
    if clash.now == clash.wanted:
        return sentence(Refused("same"))
    move = find_move(clash.now, clash.wanted)
    if move is None:
        return sentence(Refused("no_such_move"))
    barred = move.managers_only and not user.has_perm("leads.reopen_lead")
    return sentence(Refused("managers_only")) if barred else ""
