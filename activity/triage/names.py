"""What staff read for the values of a judgement."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

NAMES: Mapping[str, tuple[tuple[str, Any], ...]] = {
    "intent": (
        ("buy", _("to buy")),
        ("information", _("information")),
        ("complaint", _("to complain")),
        ("other", _("something else")),
    ),
    "lead_type": (("home", _("home")), ("trade", _("trade")), ("project", _("project"))),
    "priority": (("low", _("low")), ("medium", _("medium")), ("high", _("high"))),
}
LABELS: Mapping[str, Any] = {"intent": _("wants"), "lead_type": _("who asks"), "priority": _("priority")}


def name(field: str, value: object) -> str:
    """As other programs wrote it where it is none of ours."""
    return str(dict(NAMES.get(field, ())).get(str(value), value))


def spoken(field: object, value: object) -> str:
    return f"{LABELS.get(str(field), field)}: {name(str(field), value)}"
