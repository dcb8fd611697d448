"""What a version of a policy changed, in sentences; and what a policy says, in short."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assignments.policies.minutes_text import spoken
from assignments.policies.names import CLOCK_NAMES, DONE_NAMES, PRIORITY_NAMES
from assignments.policies.spec import CLOCKS, PRIORITIES, Conditions, PolicySpec, Step


def differences(before: PolicySpec, after: PolicySpec) -> list[str]:
    return [
        *conditions(before, after),
        *targets(before, after),
        *warning(before, after),
        *steps(before, after),
    ]


def first(spec: PolicySpec) -> list[str]:
    """What the first version says: the whole of it."""
    return [
        _("For %(whom)s") % {"whom": whom(spec.conditions)},
        *(
            f"{PRIORITY_NAMES[priority]}: "
            + ", ".join(f"{CLOCK_NAMES[clock]} {spoken(spec.targets[priority][clock])}" for clock in CLOCKS)
            for priority in PRIORITIES
        ),
        _("Warning at %(share)s %%") % {"share": spec.warn_share},
        *(step_in_words(step) for step in spec.steps),
    ]


def conditions(before: PolicySpec, after: PolicySpec) -> Iterator[str]:
    if before.conditions != after.conditions:
        yield _("For: %(old)s → %(new)s") % {"old": whom(before.conditions), "new": whom(after.conditions)}


def whom(conditions: Conditions) -> str:
    parts = []
    if conditions.source:
        parts.append(_("source “%(source)s”") % {"source": conditions.source})
    if conditions.category:
        parts.append(_("category “%(category)s”") % {"category": conditions.category})
    return _(" and ").join(parts) or _("all leads")


def targets(before: PolicySpec, after: PolicySpec) -> Iterator[str]:
    for priority in PRIORITIES:
        for clock in CLOCKS:
            old, new = before.targets[priority][clock], after.targets[priority][clock]
            if old != new:
                yield f"{PRIORITY_NAMES[priority]}, {CLOCK_NAMES[clock]}: {spoken(old)} → {spoken(new)}"


def warning(before: PolicySpec, after: PolicySpec) -> Iterator[str]:
    if before.warn_share != after.warn_share:
        facts = {"old": before.warn_share, "new": after.warn_share}
        yield _("Warning: %(old)s %% → %(new)s %%") % facts


def steps(before: PolicySpec, after: PolicySpec) -> Iterator[str]:
    for step in after.steps:
        if step not in before.steps:
            yield _("New: %(step)s") % {"step": step_in_words(step)}
    for step in before.steps:
        if step not in after.steps:
            yield _("Gone: %(step)s") % {"step": step_in_words(step)}


def step_in_words(step: Step) -> str:
    return _("at %(share)s %% %(what)s") % {"share": step.share, "what": DONE_NAMES[step.deed]}
