"""The demo's staff: accounts with random passwords of this installation."""

import os
import secrets
from pathlib import Path
from typing import NamedTuple

from django.contrib.auth.models import Group, Permission

from leadsite.accounts.models import User


class Colleague(NamedTuple):
    username: str
    name: str
    identifier: str
    group: str


NEHA = Colleague("neha", "Neha Patel", "sales_user_5", "Sales")
RAJESH = Colleague("rajesh", "Rajesh Kumar", "sales_user_6", "Sales")
MEERA = Colleague("meera", "Meera Iyer", "sales_user_7", "Managers")
STAFF = (NEHA, RAJESH, MEERA)

READ_BY_SALES = (
    "view_lead",
    "view_leadproduct",
    "view_submission",
    "view_activity",
    "view_assignment",
    "view_priceitem",
    "view_pricebreak",
    "view_pricelistversion",
    "view_abandonedquote",
)
# Beyond these Meera is a superuser: somebody must be able to hire.
DONE_BY_MANAGERS = (
    "add_priceitem",
    "change_priceitem",
    "delete_priceitem",
    "add_pricebreak",
    "change_pricebreak",
    "delete_pricebreak",
    "add_pricelistversion",
)


def hire() -> tuple[dict[str, User], dict[str, str]]:
    """The staff by username, and the passwords of those who had no account yet."""
    groups = {
        "Sales": group("Sales", READ_BY_SALES),
        "Managers": group("Managers", READ_BY_SALES + DONE_BY_MANAGERS),
    }
    users, passwords = {}, {}
    for colleague in STAFF:
        user = User.objects.filter(username=colleague.username).first()
        if user is None:
            passwords[colleague.username] = secrets.token_urlsafe(12)
            user = account(colleague, passwords[colleague.username])
            user.groups.add(groups[colleague.group])
        users[colleague.username] = user
    return users, passwords


def group(name: str, codenames: tuple[str, ...]) -> Group:
    found, _ = Group.objects.get_or_create(name=name)
    found.permissions.add(*Permission.objects.filter(codename__in=codenames))
    return found


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
