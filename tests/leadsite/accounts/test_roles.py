"""The three roles: what the migration makes, and what an administrator may not make of them."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from leadsite.accounts.models import User
from leadsite.accounts.roles import ADMIN, MANAGER, ROLES, SALES, make_groups
from tests.leads.facts import lead, worked
from tests.people import alice, in_role

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).resolve().parents[3] / "docs" / "roles.md"


def held(role: str) -> set[str]:
    rows = Group.objects.get(name=role).permissions.select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}" for row in rows}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_its_permissions_and_no_others(role: str) -> None:
    assert held(role) == set(ROLES[role])


def test_each_role_may_what_the_one_before_it_may() -> None:
    assert set(SALES) < set(MANAGER) < set(ADMIN)


@pytest.mark.parametrize("role", ROLES)
def test_a_permission_is_named_once_in_a_role(role: str) -> None:
    assert sorted(set(ROLES[role])) == sorted(ROLES[role])


def test_making_the_groups_again_changes_nothing() -> None:
    before = {role: held(role) for role in ROLES}
    counts = Permission.objects.count(), ContentType.objects.count(), Group.objects.count()
    make_groups(apps)
    assert {role: held(role) for role in ROLES} == before
    assert (Permission.objects.count(), ContentType.objects.count(), Group.objects.count()) == counts


def test_what_a_shop_has_added_to_a_role_stays() -> None:
    extra = Permission.objects.get(codename="view_logentry")
    Group.objects.get(name="Sales").permissions.add(extra)
    make_groups(apps)
    assert held("Sales") == {*SALES, "admin.view_logentry"}


def test_permissions_that_the_migration_made_are_those_that_django_would_make() -> None:
    before = dict(Permission.objects.values_list("codename", "name"))
    Permission.objects.all().delete()
    make_groups(apps)
    made = dict(Permission.objects.values_list("codename", "name"))
    assert made == {codename: before[codename] for codename in made}
    assert len(made) == len(ADMIN)


ROW = re.compile(r"^\| `([\w.]+)` \|[^|]*\| ([✓ ]) \| ([✓ ]) \| ([✓ ]) \|$", re.MULTILINE)


def test_the_table_in_the_documentation_is_the_one_in_the_code() -> None:
    written = {name: signs for name, *signs in ROW.findall(TABLE.read_text(encoding="utf-8"))}
    assert written == {
        name: ["✓" if name in permissions else " " for permissions in ROLES.values()] for name in ADMIN
    }


def page_of(user: User) -> str:
    return f"/admin/accounts/user/{user.pk}/change/"


def form_of(user: User, **changed: object) -> dict[str, object]:
    """What the page of a colleague posts, as it stands."""
    form = {
        "username": user.username,
        "name": user.name,
        "email": user.email,
        "is_active": "on",
        "is_staff": "on",
        "groups": [group.pk for group in user.groups.all()],
        "phone": "",
        "language": "",
        "time_zone": "",
        **changed,
    }
    return {name: value for name, value in form.items() if value is not None}


@pytest.fixture
def asha() -> User:
    return in_role("Admin", "asha", "Asha Rao")


@pytest.fixture
def client(asha: User) -> Client:
    client = Client()
    client.force_login(asha)
    return client


def test_an_administrator_gives_a_colleague_a_role(client: Client) -> None:
    neha = in_role("Sales")
    manager = Group.objects.get(name="Manager")
    response = client.post(page_of(neha), form_of(neha, groups=[manager.pk]))
    assert response.status_code == 302
    assert list(neha.groups.all()) == [manager]


def test_an_administrator_makes_nobody_a_superuser_themself_included(client: Client, asha: User) -> None:
    for user in (in_role("Sales"), asha):
        assert client.post(page_of(user), form_of(user, is_superuser="on")).status_code == 302
    assert User.objects.filter(is_superuser=True).count() == 0


def test_an_administrator_gives_no_permission_one_by_one(client: Client, asha: User) -> None:
    permission = Permission.objects.get(codename="delete_lead")
    client.post(page_of(asha), form_of(asha, user_permissions=[permission.pk]))
    assert asha.user_permissions.count() == 0


def test_what_an_administrator_may_not_give_is_shown_and_not_offered(client: Client, asha: User) -> None:
    page = client.get(page_of(asha)).content.decode()
    assert 'name="is_superuser"' not in page
    assert 'name="user_permissions"' not in page
    assert 'name="groups"' in page


@pytest.mark.parametrize("step", ["change/", "delete/", "password/"])
def test_a_superuser_is_out_of_an_administrators_reach(client: Client, step: str) -> None:
    boss = alice()
    url = f"/admin/accounts/user/{boss.pk}/{step}"
    form = {
        **form_of(boss, name="Mallory"),
        "post": "yes",
        "password1": "a-Long-one-7",
        "password2": "a-Long-one-7",
    }
    assert client.post(url, form).status_code == 403
    boss.refresh_from_db()
    assert (boss.name, boss.check_password("a")) == ("Alice Menon", True)


def test_a_superuser_is_not_deleted_among_many(client: Client) -> None:
    boss, neha = alice(), in_role("Sales")
    keys = [str(boss.pk), str(neha.pk)]
    form = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
    client.post("/admin/accounts/user/", form)
    assert User.objects.filter(pk__in=keys).count() == 2


def test_a_superuser_changes_another(client: Client) -> None:
    boss = alice()
    client.force_login(boss)
    neha = in_role("Sales")
    client.post(page_of(neha), form_of(neha, is_superuser="on"))
    neha.refresh_from_db()
    assert neha.is_superuser


def said(response: object) -> list[str]:
    return [str(message) for message in response.context["messages"]]  # type: ignore[attr-defined]


def test_whoever_deactivates_a_colleague_hears_what_becomes_of_the_leads(client: Client) -> None:
    neha = in_role("Sales")
    worked(lead(1), neha)
    worked(lead(2, status="lost"), neha)
    response = client.post(page_of(neha), form_of(neha, is_active=None), follow=True)
    assert said(response)[0] == (
        "Neha Patel has 1 open lead. It stays theirs, active or not, until somebody gets it."
    )


def test_the_page_says_it_before(client: Client) -> None:
    neha = in_role("Sales")
    for number in (1, 2):
        worked(lead(number), neha)
    page = client.get(page_of(neha)).content.decode()
    assert "Neha Patel has 2 open leads. They stay theirs, active or not," in page


def test_nothing_is_said_where_nobody_leaves(client: Client) -> None:
    neha = in_role("Sales")
    worked(lead(1), neha)
    response = client.post(page_of(neha), form_of(neha), follow=True)
    assert len(said(response)) == 1


def test_a_deactivated_colleague_is_out_at_once() -> None:
    neha = in_role("Sales")
    client = Client()
    client.force_login(neha)
    User.objects.filter(pk=neha.pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302


def test_a_colleague_with_leads_is_not_deleted(client: Client) -> None:
    neha = in_role("Sales")
    worked(lead(1), neha)
    client.post(f"/admin/accounts/user/{neha.pk}/delete/", {"post": "yes"})
    assert User.objects.filter(pk=neha.pk).exists()
