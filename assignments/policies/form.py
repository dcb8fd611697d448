"""The form of a policy: whom it holds for, targets by priority, warning and steps. Nothing here saves."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from assignments.policies.fields import MinutesField, SharesField
from assignments.policies.names import CLOCK_NAMES, DEED_NAMES, PRIORITY_NAMES
from assignments.policies.spec import CLOCKS, DEEDS, PRIORITIES, Conditions, PolicySpec, Step
from assignments.version_form import VersionForm
from leads.forms import PlainText


class Suggesting(PlainText):
    """A text with suggestions: a shop may know sources and categories that no lead has yet."""

    def __init__(self, *, suggestions: str, **options: Any) -> None:
        widget = forms.TextInput(attrs={"list": suggestions, "autocomplete": "off", "placeholder": _("any")})
        super().__init__(max_length=100, widget=widget, **options)


class PolicyForm(VersionForm):
    source = Suggesting(suggestions="sources", label=_("Source of the lead"))
    category = Suggesting(suggestions="categories", label=_("Category of a product asked for"))
    warn_share = forms.IntegerField(
        label=_("Warn at … % of the time"),
        min_value=1,
        max_value=99,
        error_messages={
            "required": _("Say when to warn, such as 75."),
            "invalid": _("Enter a whole number from 1 to 99."),
            "min_value": _("Enter a whole number from 1 to 99."),
            "max_value": _("A warning comes before the deadline: enter a number from 1 to 99."),
        },
    )

    def __init__(
        self, data: Any = None, *, spec: PolicySpec, name: str, version: int, fallback: bool
    ) -> None:
        """`spec` is that published as number `version`; 0 for a policy that is about to be made."""
        super().__init__(data, initial=first(spec, name, version), label_suffix="")
        for priority in PRIORITIES:
            for clock in CLOCKS:
                label = f"{PRIORITY_NAMES[priority]}: {CLOCK_NAMES[clock]}"
                self.fields[f"{priority}_{clock}"] = MinutesField(label=label)
        for deed in DEEDS:
            self.fields[deed] = SharesField(label=DEED_NAMES[deed])
        self.fallback = fallback
        if fallback:
            del self.fields["source"], self.fields["category"]
        self.ask(version=version)

    @property
    def rows(self) -> Iterator[tuple[str, Any, list[forms.BoundField]]]:
        """The table of targets: a priority, its name, its fields by clock."""
        for priority in PRIORITIES:
            yield priority, PRIORITY_NAMES[priority], [self[f"{priority}_{clock}"] for clock in CLOCKS]

    @property
    def clocks(self) -> list[Any]:
        return [CLOCK_NAMES[clock] for clock in CLOCKS]

    @property
    def deeds(self) -> list[forms.BoundField]:
        return [self[deed] for deed in DEEDS]

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        named = cleaned.get("source") or cleaned.get("category")
        if not self.fallback and not named and not {"source", "category"} & set(self.errors):
            self.add_error("source", _("Name a source or a category, or nothing after it is tried."))
        return cleaned

    @cached_property
    def spec(self) -> PolicySpec:
        """What was typed."""
        cleaned = self.cleaned_data
        steps = [Step(share, deed) for deed in DEEDS for share in cleaned[deed]]
        return PolicySpec(
            Conditions(cleaned.get("source", ""), cleaned.get("category", "")),
            {name: {clock: cleaned[f"{name}_{clock}"] for clock in CLOCKS} for name in PRIORITIES},
            cleaned["warn_share"],
            tuple(sorted(steps, key=lambda step: step.share)),
        )


def first(spec: PolicySpec, name: str, version: int) -> dict[str, Any]:
    targets = {
        f"{priority}_{clock}": spec.targets[priority][clock] for priority in PRIORITIES for clock in CLOCKS
    }
    shares = {deed: [step.share for step in spec.steps if step.deed == deed] for deed in DEEDS}
    return {
        **targets,
        **shares,
        "name": name,
        "source": spec.conditions.source,
        "category": spec.conditions.category,
        "warn_share": spec.warn_share,
        "version": version,
    }
