"""Whose leads a page of tasks shows: one's own, nobody's or, for those who see every lead, everybody's."""

from django.utils.translation import gettext as _

from leads.visibility import SEES_ALL
from leadsite.accounts.models import User

MINE, NOBODYS, EVERYBODYS = "mine", "nobodys", "everybodys"


def scopes_of(user: User) -> dict[str, str]:
    """Those that this colleague may choose, with their labels."""
    scopes = {MINE: _("Mine"), NOBODYS: _("Nobody’s")}
    return {**scopes, EVERYBODYS: _("Everybody’s")} if user.has_perm(SEES_ALL) else scopes


def chosen(typed: str, scopes: dict[str, str]) -> str:
    """One's own for anything that is not among them."""
    return typed if typed in scopes else MINE
