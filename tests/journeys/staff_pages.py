"""The pages of the back office, each by a name; those of one row are given the row."""

from uuid import UUID

from django.contrib.auth.models import Group
from django.urls import reverse

from activity.models import Activity
from leads.models import PriceItem, PriceListVersion, Submission
from leadsite.accounts.models import User


def plain_pages() -> dict[str, str]:
    """The pages that exist without a row."""
    names = (
        "index",
        "leads_lead_changelist",
        "leads_lead_paste",
        "leads_priceitem_changelist",
        "leads_priceitem_publish",
        "leads_submission_changelist",
        "leads_pricelistversion_changelist",
        "leads_priceitem_upload",
        "spool",
        "activity_activity_changelist",
        "activity_follow_ups",
        "activity_approvals",
        "assignments_assignment_changelist",
        "telemetry_abandonedquote_changelist",
        "telemetry_analyticsevent_changelist",
        "accounts_user_changelist",
        "accounts_user_add",
        "auth_group_changelist",
        "password_change",
    )
    return {name: reverse(f"admin:{name}") for name in names}


def pages_of(lead: UUID) -> dict[str, str]:
    """The pages of a lead and of what hangs on it."""
    activities = Activity.objects.filter(lead=lead)
    steps = ("contact", "follow_up", "approval", "correct", "move", "assign", "clear", "take", "note")
    page = reverse("admin:leads_lead_change", args=[lead])
    return {
        "lead": page,
        "checked": f"{page}?check",
        **{step: reverse(f"admin:leads_lead_{step}", args=[lead]) for step in steps},
        **{
            f"{row.type} {step}": reverse(f"admin:activity_activity_{step}", args=[row.pk])
            for row in activities.filter(status="pending")
            for step in (("decide",) if row.type == "approval" else ("snooze", "complete", "cancel"))
        },
        "enquiry": reverse(
            "admin:leads_submission_change", args=[Submission.objects.filter(lead=lead)[0].pk]
        ),
        "entry": reverse("admin:activity_activity_change", args=[activities[0].pk]),
    }


def stock_pages(user: User) -> dict[str, str]:
    """Django's own pages of one row, and one that is nowhere."""
    item, group = PriceItem.objects.all()[0], Group.objects.all()[0]
    rows = {
        "accounts_user_change": user.pk,
        "accounts_user_delete": user.pk,
        "accounts_user_history": user.pk,
        "auth_user_password_change": user.pk,
        "auth_group_change": group.pk,
        "leads_priceitem_change": item.pk,
        "leads_priceitem_delete": item.pk,
        "leads_pricelistversion_change": PriceListVersion.objects.all()[0].pk,
    }
    pages = {name: reverse(f"admin:{name}", args=[key]) for name, key in rows.items()}
    return {
        **pages,
        "popup": reverse("admin:auth_group_add") + "?_popup=1",
        "nowhere": reverse("admin:index") + "nowhere/",
        "app": reverse("admin:app_list", args=["leads"]),
    }
