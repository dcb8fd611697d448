"""Where a lead stands. Only people move it, along MOVES: workflow, buttons and tests read that table."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class LeadStatus(models.TextChoices):
    NEW = "new", _("New")
    CONTACTED = "contacted", _("Contacted")
    NURTURING = "nurturing", _("Nurturing")
    QUALIFIED = "qualified", _("Qualified")
    CONVERTED = "converted", _("Converted")
    LOST = "lost", _("Lost")


OPEN = (LeadStatus.NEW, LeadStatus.CONTACTED, LeadStatus.NURTURING, LeadStatus.QUALIFIED)


@dataclass(frozen=True)
class Move:
    """A change of status that is allowed, and what it asks for."""

    to: LeadStatus
    needs_reason: bool = False
    managers_only: bool = False


def forward(*statuses: LeadStatus) -> tuple[Move, ...]:
    return tuple(Move(status) for status in statuses)


def back(*statuses: LeadStatus) -> tuple[Move, ...]:
    return tuple(Move(status, needs_reason=True, managers_only=True) for status in statuses)


GIVE_UP = Move(LeadStatus.LOST, needs_reason=True)
_S = LeadStatus
MOVES: Mapping[str, tuple[Move, ...]] = {
    _S.NEW: (*forward(_S.CONTACTED, _S.NURTURING, _S.QUALIFIED, _S.CONVERTED), GIVE_UP),
    _S.CONTACTED: (*forward(_S.NURTURING, _S.QUALIFIED, _S.CONVERTED), GIVE_UP, *back(_S.NEW)),
    _S.NURTURING: (*forward(_S.QUALIFIED, _S.CONVERTED), GIVE_UP, *back(_S.NEW, _S.CONTACTED)),
    _S.QUALIFIED: (*forward(_S.CONVERTED), GIVE_UP, *back(_S.NEW, _S.CONTACTED, _S.NURTURING)),
    _S.CONVERTED: back(_S.NEW, _S.CONTACTED, _S.NURTURING, _S.QUALIFIED),
    _S.LOST: back(_S.NEW, _S.CONTACTED, _S.NURTURING, _S.QUALIFIED),
}


def find_move(old: str, new: str) -> Move | None:
    """The move from one status to another, None where the table has none."""
    return next((move for move in MOVES.get(old, ()) if move.to == new), None)


def moves_for(status: str, *, manager: bool) -> list[Move]:
    """The buttons of a lead that stands so."""
    return [move for move in MOVES.get(status, ()) if manager or not move.managers_only]


class CustomerRole(models.TextChoices):
    """Who the customer says they are; plain SQL may store other words."""

    HOME_OWNER = "Home Owner", _("Home owner")
    ARCHITECT = "Architect", _("Architect")
    BUILDER = "Builder", _("Builder")
    CONTRACTOR = "Contractor", _("Contractor")
    OTHER = "Other", _("Other")


class SubmissionKind(models.TextChoices):
    FIRST = "first", _("First enquiry")
    REPEAT = "repeat", _("Asked again")
