"""Who may do what: three roles, each with all that the one before it may (docs/roles.md shows the table)."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps as installed

READS = (
    "leads.view_lead", "leads.view_leadproduct", "leads.view_submission", "activity.view_activity",
    "assignments.view_assignment", "leads.view_priceitem", "leads.view_pricebreak",
    "leads.view_pricelistversion", "telemetry.view_abandonedquote",
    "assignments.view_calendar", "assignments.view_policy",
    "assignments.view_team", "assignments.view_teammember", "assignments.view_routingrule",
    "assignments.view_absence", "activity.view_lettertemplate", "activity.view_texttemplate",
)  # fmt: skip
SALES = (
    *READS,
    "leads.work_lead",
    "assignments.add_absence", "assignments.change_absence", "assignments.delete_absence",
    "api.add_personaltoken",
)  # fmt: skip
MANAGER = (
    *SALES,
    "leads.assign_lead", "leads.reopen_lead", "leads.see_every_lead", "leads.manage_spool",
    "activity.decide_approval", "activity.allow_stoppedaddress", "telemetry.view_analyticsevent",
    "leads.add_priceitem", "leads.change_priceitem", "leads.delete_priceitem",
    "leads.add_pricebreak", "leads.change_pricebreak", "leads.delete_pricebreak",
    "leads.add_pricelistversion",
    "assignments.add_calendar", "assignments.change_calendar",
    "assignments.add_policy", "assignments.change_policy",
    "assignments.add_team", "assignments.change_team", "assignments.delete_team",
    "assignments.add_teammember", "assignments.change_teammember", "assignments.delete_teammember",
    "assignments.add_routingrule", "assignments.change_routingrule", "assignments.delete_routingrule",
    "activity.add_lettertemplate", "activity.change_lettertemplate",
    "activity.add_texttemplate", "activity.change_texttemplate", "activity.delete_texttemplate",
    "jobs.view_job", "jobs.retry_job",
)  # fmt: skip
ADMIN = (
    *MANAGER,
    "accounts.view_user", "accounts.add_user", "accounts.change_user", "accounts.delete_user",
    "webhooks.view_webhookendpoint", "webhooks.add_webhookendpoint", "webhooks.change_webhookendpoint",
    "webhooks.delete_webhookendpoint", "webhooks.view_webhookdelivery", "webhooks.replay_webhookdelivery",
    "api.revoke_personaltoken", "auth.view_group", "axes.view_accessattempt", "axes.delete_accessattempt",
)  # fmt: skip

ROLES: Mapping[str, tuple[str, ...]] = {"Sales": SALES, "Manager": MANAGER, "Admin": ADMIN}


def make_groups(apps: Any) -> None:
    """Make the groups of ROLES, or bring them up to it. What a shop has added to them stays.

    `apps` is a migration's registry or Django's own. Permissions that Django would make only after the last
    migration are made here, by the names it looks for.
    """
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    content_type_model = apps.get_model("contenttypes", "ContentType")

    there = permission_model.objects.select_related("content_type")
    known = {f"{found.content_type.app_label}.{found.codename}": found for found in there}

    def permission(name: str) -> Any:
        if name not in known:
            app, _, codename = name.partition(".")
            kind, _ = content_type_model.objects.get_or_create(app_label=app, model=model_of(codename))
            known[name] = permission_model.objects.create(
                content_type=kind, codename=codename, name=title(name)
            )
        return known[name]

    for role, names in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=role)
        group.permissions.add(*(permission(name) for name in names))


def title(name: str) -> str:
    """What Django would call this permission; the newest code says, which a migration's registry is not."""
    app, _, codename = name.partition(".")
    about = installed.get_model(app, model_of(codename))._meta
    verb = codename.partition("_")[0]
    return str(dict(about.permissions).get(codename) or f"Can {verb} {about.verbose_name_raw}")


def model_of(codename: str) -> str:
    """The model that a permission is about: what follows the verb, but for those of our own."""
    own = {"manage_spool": "lead", "see_every_lead": "lead", "decide_approval": "activity"}
    return own.get(codename) or codename.rpartition("_")[2]
