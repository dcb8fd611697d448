"""Every address of the back office, and what it asks for: one table for the tests that walk them all.

Pages of Django's admin are known by themselves; a page of our own is a line of OWN, or the walk names it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from activity.models import Activity
from assignments.models import Assignment
from leads.corrections import CORRECTABLE
from leads.models import Lead, Submission
from tests.leads.facts import failed_job

STAFF, NOBODY = "any colleague", "nobody, superusers neither"
# The door itself, and what a browser keeps of the house: whoever asks is told the same.
OUTSIDE = ("login/", "logout/", "worker.js", "kept/", "app.webmanifest")
# Scripts are told in JSON that nobody is signed in: tests/leadsite/offline/test_replay_views.py.
FOR_SCRIPTS = ("offline/session/", "offline/key/", "offline/replay/")
UNKNOWN = "0193a2c4-5d6e-7f80-9a1b-2c3d4e5f6071"
SEEN = {"was_state": "pending", "was_review": ""}  # as the pages send it
AS_IT_WAS = {f"was_{name}": "" for name in CORRECTABLE}


@dataclass(frozen=True)
class Page:
    """An address below /admin/. `needs` is a permission, STAFF or NOBODY; `allowed` what a GET gets who has it.

    `posts` are forms that a step understands, with {lead}, {follow_up}, … for the keys of rows.
    """

    path: str
    needs: str
    allowed: int = 200
    posts: tuple[Mapping[str, Any], ...] = ()
    queries: tuple[str, ...] = field(default=("",))


CANARIES = ("Kanari", "4242424242", "kanari@example.com", "Canary Wharf Ltd")
SEARCHES = tuple(f"?q={text}" for text in (*CANARIES, "{folio}", "42424242"))
VIEWS = tuple(
    f"?view={name}"
    for name in (
        "all",
        "mine",
        "covering",
        "unassigned",
        "overdue",
        "late-answers",
        "due-today",
        "new-today",
        "suspects",
    )
)
CHOSEN = ({"chosen": "{suspect}"}, {"one": "{suspect}"})

OWN: Mapping[str, Page] = {
    page.path: page
    for page in (
        Page("", STAFF, queries=("", "?days=7", "?days=365")),
        Page("now/", "leads.view_lead"),
        Page("login/", STAFF, 302),
        Page("logout/", STAFF, 405),
        Page("worker.js", STAFF),
        Page("kept/", STAFF),
        Page("app.webmanifest", STAFF),
        Page("password_change/", STAFF),
        Page("password_change/done/", STAFF),
        Page("autocomplete/", STAFF, 403, queries=(
            "?app_label=leads&model_name=submission&field_name=lead&term=Kanari",
            "?app_label=activity&model_name=activity&field_name=lead&term=Kanari",
            "?app_label=assignments&model_name=assignment&field_name=lead&term=Kanari",
        )),
        Page("jsi18n/", STAFF),
        Page("r/<path:content_type_id>/<path:object_id>/", STAFF, 404),
        Page("(?P<url>.*)$", STAFF, 404),
        Page("spool/", "leads.manage_spool", queries=("", "?tried={submission}")),
        Page("spool/<uuid:submission_id>/", "leads.manage_spool", 404),
        Page("spool/<uuid:submission_id>/retry/", "leads.manage_spool", 405),
        Page("spool/<uuid:submission_id>/file/", "leads.manage_spool", 404),
        Page("spool/<uuid:submission_id>/discard/", "leads.manage_spool", 404, posts=({"reason": "x"},)),
        Page("api/", STAFF),
        Page("api/tokens/", "api.add_personaltoken", posts=({"name": "", "key": UNKNOWN},)),
        Page("api/tokens/<uuid:token>/revoke/", "api.add_personaltoken", 405, posts=({},)),
        Page("jobs/", "jobs.view_job"),
        Page("jobs/<int:job>/try-again/", "jobs.retry_job", 405, posts=({},)),
        Page("jobs/<int:job>/give-up/", "jobs.retry_job", posts=({"reason": "x"},)),
        Page("accounts/user/<id>/password/", "accounts.change_user"),
        Page("leads/lead/", "leads.view_lead", queries=("", *VIEWS, *SEARCHES, "?owner={owner}", "?status=new")),
        Page("leads/lead/now/", "leads.view_lead", queries=(
            "", *(f"{view}&ids={{lead}},{{suspect}}" for view in (*VIEWS, *SEARCHES)),
        )),
        Page("leads/lead/board/", "leads.view_lead", queries=(
            "", "?view=mine", "?view=unassigned", "?view=all",
        )),
        Page("leads/lead/came/", "leads.view_lead", queries=("?ids={lead},{suspect}",)),
        Page("leads/lead/<uuid:pk>/now/", "leads.view_lead"),
        Page("leads/lead/paste/", "leads.work_lead", posts=(
            {"text": "Folio {folio}"}, {"text": "{folio}", "phone": "+919820012345", "bring_in": "yes"},
        )),
        Page("leads/lead/suspects/clear/", "leads.work_lead", 302, posts=CHOSEN),
        Page("leads/lead/suspects/discard/", "leads.work_lead", 302, posts=CHOSEN),
        Page("leads/lead/bulk/", "leads.work_lead", 302, posts=(
            {"chosen": "{lead}", "to": "contacted"},
            {"everything": "yes", "query": "q=Kanari", "to": "contacted"},
            {"everything": "yes", "query": "", "to": "contacted"},
        )),
        Page("leads/lead/bulk/apply/", "leads.work_lead", 302, posts=({"plan": "{lead}"},)),
        Page("leads/lead/bulk/<uuid:move>/", "leads.view_lead", 404, queries=("", "?result=moved")),
        Page("leads/lead/bulk/<uuid:move>/undo/", "leads.work_lead", 404, posts=({},)),
        Page("leads/lead/<uuid:pk>/move/", "leads.work_lead", posts=({"to": "lost", "reason": "x", "was_status": "new"},)),
        Page("leads/lead/<uuid:pk>/contact/", "leads.work_lead", posts=({"kind": "call", "direction": "out"},)),
        Page("leads/lead/<uuid:pk>/note/", "leads.work_lead", posts=({"text": "x", "key": UNKNOWN},)),
        Page("leads/lead/<uuid:pk>/follow-up/", "leads.work_lead", posts=({"action": "call", "quick": "hour"},)),
        Page("leads/lead/<uuid:pk>/approval/", "leads.work_lead", posts=({"approval_type": "other"},)),
        Page("leads/lead/<uuid:pk>/reply/", "leads.work_lead", posts=({"subject": "x", "text": "x", "key": UNKNOWN},)),
        Page("leads/lead/<uuid:pk>/wait/", "leads.work_lead", posts=({"reason": "x", "key": UNKNOWN},)),
        Page("leads/lead/<uuid:pk>/chat/", "leads.work_lead", posts=({"text": "x", "key": UNKNOWN},)),
        Page("leads/lead/<uuid:pk>/text/", "leads.work_lead", posts=({"text": "x", "parts": "1", "key": UNKNOWN},)),
        Page("leads/lead/<uuid:pk>/visit/", "leads.work_lead", posts=({"at": "2098-12-02T10:00", "lasts": "60"},)),
        Page("leads/lead/<uuid:pk>/allow/", "activity.allow_stoppedaddress", posts=(
            {"stop": UNKNOWN, "reason": "x", "key": UNKNOWN},
        )),
        Page("leads/lead/<uuid:pk>/correct/", "leads.work_lead", posts=({"name": "Other", "reason": "x", **AS_IT_WAS},)),
        Page("leads/lead/<uuid:pk>/take/", "leads.work_lead", posts=({},)),
        Page("leads/lead/<uuid:pk>/assign/", "leads.assign_lead", posts=({"owner": "{owner}", "reason": "x", "was_owner": ""},)),
        Page("leads/lead/<uuid:pk>/clear/", "leads.work_lead", posts=({"decision": "clear"},)),
        Page("activity/activity/follow-ups/", "activity.view_activity", queries=(
            "", "?whose=mine", "?whose=nobodys", "?whose=everybodys",
        )),
        Page("activity/activity/visits/", "activity.view_activity", queries=("", "?whose=all")),
        Page("activity/activity/advice/", "activity.view_activity"),
        Page("activity/activity/approvals/", "activity.view_activity"),
        Page("activity/activity/<uuid:follow_up>/snooze/", "leads.work_lead", 404, posts=({"quick": "hour", **SEEN},)),
        Page("activity/activity/<uuid:follow_up>/complete/", "leads.work_lead", 404, posts=({"outcome": "x", **SEEN},)),
        Page("activity/activity/<uuid:follow_up>/cancel/", "leads.work_lead", 404, posts=({"reason": "x", **SEEN},)),
        Page("activity/activity/<uuid:message>/again/", "leads.work_lead", 404, posts=({},)),
        Page("activity/activity/<uuid:waiting>/go-on/", "leads.work_lead", 404, posts=({},)),
        Page("activity/activity/<uuid:booking>/confirm-visit/", "leads.work_lead", 404, posts=(SEEN,)),
        Page("activity/activity/<uuid:booking>/decline-visit/", "leads.work_lead", 404, posts=({"words": "x", **SEEN},)),
        Page("activity/activity/<uuid:booking>/move-visit/", "leads.work_lead", 404, posts=({"reason": "x", **SEEN},)),
        Page("activity/activity/<uuid:booking>/call-off-visit/", "leads.work_lead", 404, posts=({"reason": "x", **SEEN},)),
        Page("activity/activity/<uuid:ai_result>/accept/", "leads.work_lead", 404, posts=({"key": UNKNOWN, **SEEN},)),
        Page("activity/activity/<uuid:ai_result>/override/", "leads.work_lead", 404, posts=(
            {"key": UNKNOWN, "intent": "buy", "lead_type": "home", "priority": "high", **SEEN},
        )),
        Page("activity/activity/<uuid:approval>/decide/", "activity.decide_approval", 404, posts=(
            {"verdict": "approved", "reason": "x", **SEEN},
        )),
        Page("activity/lettertemplate/new/", "activity.add_lettertemplate"),
        Page("activity/lettertemplate/<uuid:template>/change/", "activity.view_lettertemplate"),
        Page("activity/lettertemplate/<uuid:template>/edit/", "activity.change_lettertemplate"),
        Page("response-times/", "leads.view_lead", queries=("", "?weeks=26&clock=next_response")),
        Page("response-times/download/", "leads.view_lead"),
        Page("respond-next/", "leads.view_lead", queries=("", "?whose=nobodys", "?whose=everybodys")),
        Page("deadlines/<uuid:pk>/", "leads.view_lead", 404),
        Page("notices/", "leads.view_lead"),
        Page("offline/", STAFF),
        Page("offline/session/", STAFF),
        Page("offline/key/", STAFF, 405, posts=({"device": UNKNOWN},)),
        Page("offline/replay/", STAFF, 405, posts=({},)),
        Page("notices/read/", "leads.view_lead", 405, posts=({},)),
        Page("assignments/policy/new/", "assignments.add_policy"),
        Page("assignments/policy/which/", "assignments.view_policy", queries=("", "?source=referral&category=Kanari")),
        Page("assignments/policy/<uuid:policy>/change/", "assignments.view_policy"),
        Page("assignments/policy/<uuid:policy>/edit/", "assignments.change_policy"),
        Page("assignments/policy/<uuid:policy>/versions/<int:number>/", "assignments.view_policy"),
        Page("assignments/policy/<uuid:policy>/up/", "assignments.change_policy", 405, posts=({},)),
        Page("assignments/policy/<uuid:policy>/down/", "assignments.change_policy", 405, posts=({},)),
        Page("assignments/policy/<uuid:policy>/use/", "assignments.change_policy", 405, posts=({"used": "no"},)),
        Page("assignments/calendar/new/", "assignments.add_calendar"),
        Page("assignments/calendar/<uuid:calendar>/change/", "assignments.view_calendar"),
        Page("assignments/calendar/<uuid:calendar>/edit/", "assignments.change_calendar"),
        Page("assignments/calendar/<uuid:calendar>/versions/<int:number>/", "assignments.view_calendar"),
        Page("assignments/routingrule/dry-run/", "assignments.view_routingrule", queries=(
            "", "?location=Mumbai&value=5000&arrives=2026-11-27T12:00", "?value=x",
        )),
        Page("assignments/absence/<uuid:absence>/hand-over/", "leads.assign_lead", posts=({"do": "over"},)),
        # A colleague's own, or with this permission anybody's: that of the walk is somebody else's.
        Page("assignments/absence/<path:object_id>/delete/", "leads.assign_lead"),
        Page("leads/priceitem/publish/", "leads.add_pricelistversion"),
        Page("leads/priceitem/download/", "leads.view_priceitem"),
        Page("leads/priceitem/upload/", "leads.change_priceitem"),
    )
}  # fmt: skip

# What staff may edit by Django's own forms; all else are facts. An unlocked name is a deleted attempt.
EDITED = {
    "auth.group", "accounts.user", "leads.priceitem",
    "activity.texttemplate", "assignments.absence", "assignments.routingrule",
    "assignments.team", "webhooks.webhookendpoint",
}  # fmt: skip
DELETED = EDITED | {"axes.accessattempt"}
OF_MODEL = re.compile(
    r"(?P<app>\w+)/(?P<model>\w+)/(?:<path:object_id>/)?(?P<verb>add/|change/|delete/|history/)?"
)
APP_LIST = re.compile(r"\^\(\?P<app_label>.*\$")


def addresses() -> list[str]:
    """Every pattern below /admin/, as the resolver has it."""
    found = walk(get_resolver().url_patterns, "")
    return [path.removeprefix("admin/") for path in found if path.startswith("admin/")]


def walk(patterns: list[Any], before: str) -> Iterator[str]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, before + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield before + str(entry.pattern)


def page(path: str) -> Page | None:
    """What the table says of this address; None where nobody has told it."""
    if path in OWN:
        return OWN[path]
    if APP_LIST.fullmatch(path):
        return Page(path, "leads.view_lead")
    found = OF_MODEL.fullmatch(path)
    return of_model(path, found["app"], found["model"], found["verb"] or "") if found else None


def of_model(path: str, app: str, model: str, verb: str) -> Page | None:
    name = f"{app}.{model}"
    if name not in {meta._meta.label_lower for meta in admin.site._registry}:
        return None
    if "<path:object_id>" in path and not verb:
        return Page(path, STAFF, 302)  # an old form of the address, which leads to the page
    if verb == "add/":
        return Page(path, f"{app}.add_{model}" if name in EDITED else NOBODY)
    if verb == "delete/":
        return Page(path, f"{app}.delete_{model}" if name in DELETED else NOBODY)
    queries = ("", *SEARCHES) if not verb else ("",)
    return Page(path, f"{app}.view_{model}", queries=queries)


def every_page() -> list[Page]:
    known = [page(path) for path in addresses()]
    return [one for one in known if one]


def of_lead(lead: Lead) -> dict[str, str]:
    """What stands for the placeholders of addresses and forms: the keys of the rows that hang on this lead."""
    log = {row.type: str(row.pk) for row in Activity.objects.filter(lead=lead)}
    return {
        **log,
        "lead": str(lead.pk),
        "job": str(failed_job(lead).pk),
        "folio": str(lead.folio),
        "owner": str(lead.owner_id),
        "submission": str(Submission.objects.values_list("pk", flat=True).get(lead=lead)),
        "assignment": str(Assignment.objects.values_list("pk", flat=True).get(lead=lead)),
        "activity": str(Activity.objects.filter(lead=lead).values_list("pk", flat=True)[0]),
        "content_type": str(ContentType.objects.get_for_model(Lead).pk),
    }


def address(path: str, keys: Mapping[str, str]) -> str:
    """The pattern with the keys of rows in it."""
    if APP_LIST.fullmatch(path):
        return "/admin/leads/"
    path = path.replace("(?P<url>.*)$", "nowhere")
    if path.startswith("r/"):
        return f"/admin/r/{keys['content_type']}/{keys['lead']}/"
    found = OF_MODEL.match(path)
    key = keys.get(found["model"]) if found else None
    return "/admin/" + re.sub(
        r"<[^>]+>", lambda name: keys.get(name[0].strip("<>").split(":")[-1]) or key or UNKNOWN, path
    )


def first(model: type[Model]) -> str:
    return str(model._default_manager.values_list("pk", flat=True)[0])
