"""The demo's staff: accounts with random passwords of this installation."""

import os
import secrets
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.contrib.auth.models import Group

from assignments.teams import default_team
from leadsite.accounts.models import User
from leadsite.accounts.roles import make_groups


class Colleague(NamedTuple):
    username: str
    name: str
    identifier: str
    group: str


NEHA = Colleague("neha", "Neha Patel", "sales_user_5", "Sales")
RAJESH = Colleague("rajesh", "Rajesh Kumar", "sales_user_6", "Sales")
MEERA = Colleague("meera", "Meera Iyer", "sales_user_7", "Manager")
STAFF = (NEHA, RAJESH, MEERA)


def hire() -> tuple[dict[str, User], dict[str, str]]:
    """The staff by username, and the passwords of those who had no account yet."""
    make_groups(apps)
    users, passwords = {}, {}
    for colleague in STAFF:
        user = User.objects.filter(username=colleague.username).first()
        if user is None:
            passwords[colleague.username] = secrets.token_urlsafe(12)
            user = account(colleague, passwords[colleague.username])
            user.groups.add(Group.objects.get(name=colleague.group))
        users[colleague.username] = user
    return users, passwords


def team_up(users: dict[str, User]) -> None:
    """Those who sell are in the default team; its manager is Meera, unless it has one."""
    for user in users.values():
        default_team.join(user)
    team = apps.get_model("assignments", "Team")._default_manager.filter(is_default=True, manager=None)
    team.update(manager=users[MEERA.username])


def account(colleague: Colleague, password: str) -> User:
    taken = User.objects.filter(identifier=colleague.identifier).exists()
    return User.objects.create_user(
        colleague.username,
        email=f"{colleague.username}@example.com",
        password=password,
        name=colleague.name,
        is_staff=True,
        is_superuser=colleague is MEERA,
        **({} if taken else {"identifier": colleague.identifier}),
    )


def write_logins(path: Path, passwords: dict[str, str]) -> None:
    """One line a colleague, for the eyes of this machine's owner alone. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = {colleague.username: f"{colleague.name}, {colleague.group}" for colleague in STAFF}
    lines = [f"{username:<8} {password}   ({names[username]})\n" for username, password in passwords.items()]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        os.fchmod(descriptor, 0o600)  # one that was there before keeps its mode otherwise
        file.writelines(lines)
