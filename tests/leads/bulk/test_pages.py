"""The steps of moving many leads, each with its seven cases."""

import re
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.test import Client
from pytest_django.fixtures import Settings

from leads.bulk import selection
from leads.bulk.models import BulkMove
from leads.models import Lead
from tests.leads.facts import lead, worked
from tests.people import alice, bob, charlie, in_role

pytestmark = pytest.mark.django_db
LIST, PREVIEW, APPLY = "/admin/leads/lead/", "/admin/leads/lead/bulk/", "/admin/leads/lead/bulk/apply/"


def logged_in(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client() -> Client:
    return logged_in(in_role("Sales"))


def said(response: object) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def statuses() -> list[str]:
    return list(Lead.objects.order_by("name").values_list("status", flat=True))


def chosen(*rows: Lead, to: str = "contacted", **more: str) -> dict[str, object]:
    return {"chosen": [str(row.pk) for row in rows], "to": to, **more}


def planned(client: Client, *rows: Lead, to: str = "contacted") -> str:
    page = client.post(PREVIEW, chosen(*rows, to=to))
    return str(page.context["plan"])


def made(client: Client, *rows: Lead, to: str = "contacted") -> BulkMove:
    client.post(APPLY, {"plan": planned(client, *rows, to=to)})
    return BulkMove.objects.get()


def result_url(move: BulkMove) -> str:
    return f"/admin/leads/lead/bulk/{move.pk}/"


def undo_url(move: BulkMove) -> str:
    return f"{result_url(move)}undo/"


# --- The preview


def test_a_get_of_the_preview_leads_to_the_list(client: Client) -> None:
    response = client.get(PREVIEW)
    assert (response.status_code, response["Location"]) == (302, LIST)


def test_the_preview_says_how_many_would_move_and_why_others_would_not(client: Client) -> None:
    rows = lead(1), lead(2, status="contacted"), lead(3, status="lost")
    context = client.post(PREVIEW, chosen(*rows)).context
    assert (context["moving"].count, context["chosen"], context["missing"]) == (1, 3, 0)
    assert [(group.result, group.count) for group in context["blocked"]] == [
        ("same", 1),
        ("managers_only", 1),
    ]
    assert statuses() == ["new", "contacted", "lost"]


def test_the_preview_asks_why_where_a_move_wants_a_reason(client: Client) -> None:
    row = lead()
    fields = {
        to: list(client.post(PREVIEW, chosen(row, to=to)).context["form"].fields)
        for to in ("contacted", "lost")
    }
    assert fields == {"contacted": [], "lost": ["reason"]}


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"to": "contacted"}, "No lead was chosen: tick some, or choose all that match."),
        ({"to": "contacted", "chosen": "x"}, "No lead was chosen: tick some, or choose all that match."),
        ({"to": "odd", "chosen": str(uuid4())}, "Say where the leads are to be moved."),
        (
            {"to": "lost", "everything": "yes", "query": "from=yesterday"},
            "This list has a filter that cannot be read: correct it first.",
        ),
        (
            {"to": "lost", "everything": "yes", "query": "q=pr"},
            "This list has a filter that cannot be read: correct it first.",
        ),
        (
            {"to": "lost", "everything": "yes", "query": "view=suspects"},
            "Suspects are taken for genuine or discarded, not moved.",
        ),
    ],
)
def test_a_choice_that_means_nothing_goes_back_to_the_list_and_says_why(
    posted: dict[str, str], sentence: str, client: Client
) -> None:
    lead()
    response = client.post(PREVIEW, posted)
    query = posted.get("query", "")
    assert (response.status_code, response["Location"]) == (302, f"{LIST}?{query}" if query else LIST)
    assert said(response) == [sentence]


def test_all_that_match_are_those_of_the_list_behind_the_form(client: Client) -> None:
    lead(1, source="fair")
    lead(2, source="fair", suspect="flood")
    lead(3)
    page = client.post(PREVIEW, {"to": "contacted", "everything": "yes", "query": "source=fair"})
    assert (page.context["chosen"], page.context["moving"].count) == (1, 1)


def test_too_many_are_refused_clearly(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "MOST", 2)
    for number in range(3):
        lead(number)
    response = client.post(PREVIEW, {"to": "contacted", "everything": "yes", "query": ""})
    assert "narrow the list by a filter first" in said(response)[0]


def test_nothing_is_offered_where_none_would_move(client: Client) -> None:
    page = client.post(PREVIEW, chosen(lead(status="lost"))).content.decode()
    assert "None of the chosen leads would be moved." in page
    assert APPLY not in page


# --- The deed


def test_a_get_of_the_deed_leads_to_the_list_and_changes_nothing(client: Client) -> None:
    lead()
    response = client.get(APPLY)
    assert (response.status_code, response["Location"], statuses()) == (302, LIST, ["new"])


def test_post_moves_what_was_shown(client: Client) -> None:
    rows = lead(1), lead(2)
    response = client.post(APPLY, {"plan": planned(client, *rows)})
    move = BulkMove.objects.get()
    assert (response.status_code, response["Location"]) == (302, result_url(move))
    assert (said(response), statuses()) == (["2 leads were moved."], ["contacted", "contacted"])


def test_sent_twice_it_is_done_once(client: Client) -> None:
    plan = planned(client, lead())
    first, second = (client.post(APPLY, {"plan": plan}) for _ in range(2))
    assert first["Location"] == second["Location"] == result_url(BulkMove.objects.get())
    assert "This was done before, once: here are its results." in said(second)


def test_a_reason_that_is_missing_is_asked_for_beside_its_field(client: Client) -> None:
    plan = planned(client, lead(), to="lost")
    response = client.post(APPLY, {"plan": plan, "reason": "  "})
    assert response.status_code == 422
    assert response.context["form"].errors == {"reason": ["Say why: it is kept in the log of every lead."]}
    assert (statuses(), BulkMove.objects.count()) == (["new"], 0)


def test_a_reason_that_is_too_long_is_kept_and_refused(client: Client) -> None:
    plan = planned(client, lead(), to="lost")
    response = client.post(APPLY, {"plan": plan, "reason": "why " * 200})
    assert response.status_code == 422
    assert "why why why" in response.content.decode()
    assert statuses() == ["new"]


def test_the_page_that_asks_again_can_be_sent(client: Client) -> None:
    plan = planned(client, lead(), to="lost")
    again = client.post(APPLY, {"plan": plan, "reason": ""}).context["plan"]
    client.post(APPLY, {"plan": again, "reason": "Bought elsewhere"})
    assert statuses() == ["lost"]


@pytest.mark.parametrize("plan", ["", "nonsense"])
def test_a_plan_that_nobody_made_changes_nothing_and_says_so(plan: str, client: Client) -> None:
    lead()
    response = client.post(APPLY, {"plan": plan})
    assert said(response) == ["This preview is too old or not yours: choose the leads again."]
    assert statuses() == ["new"]


def test_a_colleagues_plan_changes_nothing(client: Client) -> None:
    plan = planned(logged_in(alice()), lead())
    client.post(APPLY, {"plan": plan})
    assert statuses() == ["new"]


def test_what_changed_meanwhile_is_no_success(client: Client) -> None:
    row = lead()
    plan = planned(client, row)
    Lead.objects.update(status="qualified")
    response = client.post(APPLY, {"plan": plan})
    assert said(response) == ["Nothing was moved. Below it says why, lead by lead."]
    page = client.get(response["Location"])
    assert [(shown.result, shown.was) for shown in page.context["rows"]] == [("changed", "qualified")]


def test_a_right_that_was_lost_meanwhile_moves_nothing_back() -> None:
    manager = in_role("Manager")
    plan = planned(logged_in(manager), lead(status="lost"), to="new")
    manager.groups.clear()
    manager.user_permissions.add(*bob("leads.view_lead", "leads.work_lead").user_permissions.all())
    client = logged_in(type(manager).objects.get(pk=manager.pk))
    client.post(APPLY, {"plan": plan, "reason": "They called"})
    assert statuses() == ["lost"]


def test_what_a_colleague_may_not_see_they_do_not_move(client: Client, settings: Settings) -> None:
    row = worked(lead(), bob())
    plan = planned(client, row)
    settings.SALES_SEE = "own"
    client.post(APPLY, {"plan": plan})
    assert (statuses(), BulkMove.objects.get().missing) == (["new"], 1)


# --- The results


def test_the_results_are_there_after_a_reload(client: Client) -> None:
    move = made(client, lead(1), lead(2, status="lost"))
    page = client.get(result_url(move))
    assert [(row.lead.name, row.result) for row in page.context["rows"]] == [
        ("Priya Sharma 1", "moved"),
        ("Priya Sharma 2", "managers_only"),
    ]
    assert [(str(tab["label"]), tab["count"]) for tab in page.context["tabs"]] == [
        ("All", 2),
        ("Moved", 1),
        ("Only managers move a lead back", 1),
    ]


def test_the_results_are_paged(client: Client) -> None:
    rows = [lead(number) for number in range(60)]
    move = made(client, *rows)
    first = client.get(f"{result_url(move)}?result=moved")
    second = client.get(result_url(move) + first.context["following"])
    assert [len(page.context["rows"]) for page in (first, second)] == [50, 10]
    assert second.context["following"] == ""


@pytest.mark.parametrize("many", [1, 30])
def test_the_results_take_as_many_queries_for_many_rows_as_for_one(
    many: int, client: Client, django_assert_num_queries: object
) -> None:
    move = made(client, *(lead(number) for number in range(many)))
    client.get(LIST)  # the message of the move is read
    with django_assert_num_queries(7):  # type: ignore[operator]  # session, colleague, rights twice, move, counts, rows
        client.get(result_url(move))


def test_results_of_leads_that_a_colleague_may_not_see_are_not_shown(
    client: Client, settings: Settings
) -> None:
    rows = worked(lead(1, name="Secret"), bob()), lead(2)
    move = made(logged_in(alice()), *rows)
    settings.SALES_SEE = "own"
    page = client.get(result_url(move))
    assert [row.lead.name for row in page.context["rows"]] == ["Priya Sharma 2"]
    assert [tab["count"] for tab in page.context["tabs"]] == [1, 1]


# --- The way back


def test_the_one_who_moved_them_may_take_it_back(client: Client) -> None:
    move = made(client, lead(1), lead(2))
    assert undo_url(move) in client.get(result_url(move)).content.decode()
    response = client.post(undo_url(move))
    undone = BulkMove.objects.get(undoes=move)
    assert (response.status_code, response["Location"]) == (302, result_url(undone))
    assert (said(response)[-1], statuses()) == ("2 leads were taken back.", ["new", "new"])


def test_a_get_of_the_way_back_changes_nothing(client: Client) -> None:
    move = made(client, lead())
    response = client.get(undo_url(move))
    assert (response["Location"], statuses()) == (result_url(move), ["contacted"])


def test_taken_back_twice_it_is_taken_back_once(client: Client) -> None:
    move = made(client, lead())
    first, second = (client.post(undo_url(move)) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert said(second)[-1] == "This was taken back before."


def test_a_colleague_may_not_take_it_back(client: Client) -> None:
    move = made(logged_in(alice()), lead())
    assert undo_url(move) not in client.get(result_url(move)).content.decode()
    response = client.post(undo_url(move))
    assert said(response) == ["Only the colleague who moved these leads can take it back."]
    assert statuses() == ["contacted"]


def test_nothing_to_take_back_is_no_success(client: Client) -> None:
    move = made(client, lead())
    Lead.objects.update(location="Pune")
    response = client.post(undo_url(move))
    assert said(response)[-1] == "Nothing was moved. Below it says why, lead by lead."
    assert statuses() == ["contacted"]


# --- Who may


@pytest.mark.parametrize("step", ["result", "undo"])
def test_a_move_that_there_is_not_is_not_found(step: str, client: Client) -> None:
    url = f"/admin/leads/lead/bulk/{uuid4()}/"
    response = client.get(url) if step == "result" else client.post(f"{url}undo/")
    assert response.status_code == 404


def urls() -> list[str]:
    move = made(logged_in(alice()), lead())
    return [PREVIEW, APPLY, result_url(move), undo_url(move)]


@pytest.mark.parametrize("known", [False, True])
def test_strangers_are_sent_to_the_login(known: bool) -> None:
    client = logged_in(charlie()) if known else Client()
    for url in urls():
        response = client.post(url)
        assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={url}")
    assert statuses() == ["contacted"]


def test_a_colleague_who_may_only_look_sees_results_and_moves_nothing() -> None:
    preview, apply, result, undo = urls()
    client = logged_in(bob("leads.view_lead"))
    assert [client.post(url).status_code for url in (preview, apply, undo)] == [403, 403, 403]
    assert client.get(result).status_code == 200


def test_the_way_back_is_offered_to_those_who_may_still_work_leads() -> None:
    person = bob("leads.view_lead", "leads.work_lead")
    move = made(logged_in(person), lead())
    assert logged_in(person).get(result_url(move)).context["may_undo"] is True
    person.user_permissions.remove(Permission.objects.get(codename="work_lead"))
    assert logged_in(person).get(result_url(move)).context["may_undo"] is False


def test_one_who_may_not_see_leads_sees_no_results() -> None:
    *_, result, _ = urls()
    assert logged_in(bob()).get(result).status_code == 403


def test_a_hostile_name_is_text(client: Client) -> None:
    row = lead(1, name="<img src=x onerror=alert(1)>")
    page = client.post(PREVIEW, chosen(row)).content.decode()
    result = client.get(result_url(made(client, row))).content.decode()
    assert not re.search("<img src=x", page + result)
