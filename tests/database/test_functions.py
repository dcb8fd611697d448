"""The SQL functions that other programs call by name."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from leads.models import Lead
from tests.database.access import PRIYA, activity, insert, lead, one, run

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC)


def follow_up(lead_id: UUID, due: datetime | str, **columns: object) -> UUID:
    when = due if isinstance(due, str) else due.isoformat()
    facts = {"status": "pending", "metadata": {"action": "call", "scheduled_for": when}, **columns}
    return activity(lead_id, "follow_up", **facts)


def suspect_lead(email: str = "bot@example.com") -> UUID:
    bot = lead(email=email)
    insert("submissions", lead_id=bot, folio=f"folio of {email}", suspect="honeypot")
    return bot


def stats() -> dict[str, object]:
    found: dict[str, object] = one("select get_dashboard_stats()")
    return found


def test_a_lead_comes_with_everything_about_it() -> None:
    priya = lead(id=PRIYA)
    product = insert(
        "lead_products", lead_id=priya, category="Flooring", product="Oak", quantity="2000 sq ft"
    )
    insert("assignments", lead_id=priya, owner_id="sales_user_4", sla_deadline=NOW, status="reassigned")
    owner = insert("assignments", lead_id=priya, owner_id="sales_user_5", sla_deadline=NOW)
    activity(priya, "ai_result", metadata={"priority": "low"}, created_at=NOW - timedelta(hours=2))
    activity(priya, "ai_result", metadata={"priority": "high"}, created_at=NOW - timedelta(hours=1))
    later, sooner = follow_up(priya, NOW + timedelta(days=2)), follow_up(priya, NOW + timedelta(days=1))
    follow_up(priya, NOW, status="completed")
    old = activity(priya, "approval", status="pending", created_at=NOW - timedelta(days=1))
    new = activity(priya, "approval", status="pending", created_at=NOW)
    full = one("select get_lead_full(%s)", priya)
    assert full["lead"]["name"] == "Priya Sharma"
    assert [row["id"] for row in full["products"]] == [str(product)]
    assert full["current_assignment"]["id"] == str(owner)
    assert full["ai_analysis"] == {"priority": "high"}
    assert len(full["activities"]) == 7
    times = [row["created_at"] for row in full["activities"]]
    assert times == sorted(times, reverse=True)
    assert [row["id"] for row in full["pending_follow_ups"]] == [str(sooner), str(later)]
    assert [row["id"] for row in full["pending_approvals"]] == [str(new), str(old)]


def test_a_lead_with_nothing_has_empty_lists() -> None:
    full = one("select get_lead_full(%s)", lead())
    assert {key: value for key, value in full.items() if key != "lead"} == {
        "products": [],
        "current_assignment": None,
        "ai_analysis": None,
        "activities": [],
        "pending_follow_ups": [],
        "pending_approvals": [],
    }


def test_what_staff_search_in_is_no_part_of_a_lead() -> None:
    full = one("select get_lead_full(%s)", lead())
    assert sorted(full["lead"]) == sorted(
        field.column for field in Lead._meta.fields if field.name != "search_text"
    )


def test_an_unknown_lead_is_null() -> None:
    lead()
    assert one("select get_lead_full(%s)", PRIYA) is None


def test_nothing_of_another_lead_is_told() -> None:
    priya, rajesh = lead(), lead(email="rajesh@example.com")
    activity(rajesh, "note")
    insert("lead_products", lead_id=rajesh, category="Wall", product="Panels")
    full = one("select get_lead_full(%s)", priya)
    assert (full["activities"], full["products"]) == ([], [])


def test_an_empty_shop_has_no_rates() -> None:
    assert stats() == {
        "total_leads": 0,
        "new_leads_today": 0,
        "pending_follow_ups": 0,
        "pending_approvals": 0,
        "sla_violations": 0,
        "avg_response_time_minutes": None,
        "conversion_rate": None,
    }


def shop_with_a_history() -> None:
    priya, rajesh = lead(), lead(email="rajesh@example.com", status="converted")
    lead(email="asha@example.com")
    lead(email="old@example.com", status="converted", created_at=NOW - timedelta(days=31))
    follow_up(priya, NOW - timedelta(days=1))
    follow_up(priya, NOW + timedelta(minutes=30))
    follow_up(priya, NOW + timedelta(hours=3))
    follow_up(priya, "no time at all")
    activity(priya, "approval", status="pending")
    activity(priya, "approval", status="approved")
    insert("assignments", lead_id=priya, owner_id="sales_user_5", sla_deadline=NOW - timedelta(minutes=1))
    for minutes, days in ((10, 0), (20, 29), (600, 31)):
        begun = NOW - timedelta(days=days, minutes=minutes)
        insert(
            "assignments",
            lead_id=rajesh,
            owner_id="sales_user_5",
            assigned_at=begun,
            completed_at=begun + timedelta(minutes=minutes),
            sla_deadline=NOW,
            status="completed",
        )


SEVEN = {
    "total_leads": 4,
    "new_leads_today": 3,
    "pending_follow_ups": 2,
    "pending_approvals": 1,
    "sla_violations": 1,
    "avg_response_time_minutes": 15,
    "conversion_rate": 33.33,
}


def test_the_dashboard_counts_what_matters_today() -> None:
    shop_with_a_history()
    assert stats() == SEVEN


def test_suspects_are_in_no_figure() -> None:
    shop_with_a_history()
    bot = suspect_lead()
    run("update leads set status = 'converted' where id = %s", bot)
    follow_up(bot, NOW)
    activity(bot, "approval", status="pending")
    insert("assignments", lead_id=bot, owner_id="sales_user_5", sla_deadline=NOW - timedelta(minutes=1))
    insert(
        "assignments",
        lead_id=bot,
        owner_id="sales_user_5",
        sla_deadline=NOW,
        completed_at=NOW,
        assigned_at=NOW - timedelta(days=1),
        status="completed",
    )
    assert stats() == SEVEN


def test_a_genuine_enquiry_brings_a_suspect_to_life() -> None:
    bot = suspect_lead()
    assert stats()["total_leads"] == 0
    insert("submissions", lead_id=bot, folio="genuine", kind="repeat")
    assert stats()["total_leads"] == 1


def test_today_is_the_shops_day() -> None:
    run("update shop_settings set time_zone = 'Pacific/Kiritimati'")
    begin = one("select shop_today()")
    lead(created_at=begin)
    lead(email="yesterday@example.com", created_at=begin - timedelta(seconds=1))
    assert stats()["new_leads_today"] == 1
    run("set local timezone = 'America/New_York'")
    assert stats()["new_leads_today"] == 1


def test_without_shop_settings_today_is_utc() -> None:
    run("delete from shop_settings")
    assert one("select shop_today() = date_trunc('day', now(), 'UTC')") is True


def test_due_follow_ups_come_oldest_first() -> None:
    priya = lead()
    late = follow_up(priya, NOW - timedelta(hours=1))
    later = follow_up(priya, NOW - timedelta(hours=2))
    follow_up(priya, NOW + timedelta(hours=1))
    follow_up(priya, "2026-99-99")
    follow_up(priya, NOW, status="cancelled")
    follow_up(suspect_lead(), NOW)
    with connection.cursor() as cursor:
        cursor.execute("select * from get_pending_follow_ups()")
        assert [column.name for column in cursor.description] == [
            "activity_id",
            "lead_id",
            "lead_name",
            "action",
            "scheduled_for",
            "message",
        ]
        assert cursor.fetchall() == [
            (later, priya, "Priya Sharma", "call", NOW - timedelta(hours=2), "As it was."),
            (late, priya, "Priya Sharma", "call", NOW - timedelta(hours=1), "As it was."),
        ]
