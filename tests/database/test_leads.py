"""The rules of leads and their children, by plain SQL."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from tests.database.access import PRIYA, activity, insert, lead, one, run

pytestmark = pytest.mark.django_db


def test_a_row_of_plain_sql_is_complete() -> None:
    run("insert into leads (name, phone) values ('Priya Sharma', '+919876543210')")
    assert run(
        "select source, status, email, folio, created_at = updated_at, created_at <= clock_timestamp(), id is not null from leads"
    ) == [("website_form", "new", None, None, True, True, True)]


def test_the_original_samples_run_as_plain_sql() -> None:
    run(
        """
        insert into leads (id, name, email, phone, role, location, message, status, source)
        values (%s, 'Priya Sharma', 'priya.sharma@example.com', '+91 9876543210', 'Architect', 'Mumbai',
                'Looking for premium flooring', 'new', 'website_form')
        """,
        PRIYA,
    )
    run(
        """
        insert into lead_products (lead_id, category, product, quantity)
        values (%s, 'Flooring', 'Premium Laminate Flooring', '2000 sq ft'),
               (%s, 'Wall', 'Designer Wall Panels', '500 sq ft')
        """,
        PRIYA,
        PRIYA,
    )
    run(
        """
        insert into lead_activity (lead_id, type, status, message, actor_type, metadata)
        values (%s, 'ai_result', 'completed', 'AI analyzed lead', 'ai', '{"intent": "quote_request", "priority": "high"}')
        """,
        PRIYA,
    )
    run(
        """
        insert into assignments (lead_id, owner_id, owner_name, sla_deadline)
        values (%s, 'sales_user_5', 'Neha Patel', now() + interval '1 hour')
        """,
        PRIYA,
    )
    # The original writes an expression inside the JSON text: no time at all, and no reason to stop.
    run(
        """
        insert into lead_activity (lead_id, type, status, message, metadata)
        values (%s, 'follow_up', 'pending', 'Sales call', '{"action": "call", "scheduled_for": "'' || (now())::text || ''"}')
        """,
        PRIYA,
    )
    assert run("select type, status, due_at from lead_activity order by type") == [
        ("ai_result", "completed", None),
        ("follow_up", "pending", None),
    ]


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"email": None}, "leads_email_or_phone"),
        ({"email": " ", "phone": " - "}, "leads_email_or_phone"),
        ({"name": " P "}, "leads_name_is_readable"),
        ({"status": "won"}, "leads_status_check"),
        ({"phone": "call me maybe"}, "leads_phone_digits"),
        ({"phone": "12"}, "leads_phone_digits"),
    ],
)
def test_a_lead_that_breaks_a_rule_is_refused(columns: dict[str, str | None], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        lead(**columns)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("+91 98765-43210", "+919876543210"),
        ("(022) 2345 6789", "02223456789"),
        ("+1.202.555.0123", "+12025550123"),
        (" ", None),
    ],
)
def test_a_phone_loses_its_spaces_and_punctuation(written: str, kept: str | None) -> None:
    lead(phone=written)
    assert one("select phone from leads") == kept


def test_a_changed_phone_is_cleaned_too() -> None:
    lead()
    run("update leads set phone = '+91 98765 43210'")
    assert one("select phone from leads") == "+919876543210"


def test_a_person_has_one_lead_a_utc_day_whatever_the_case_of_the_email() -> None:
    lead(email="Priya@Example.com", created_at=datetime(2026, 11, 20, 0, 30, tzinfo=UTC))
    with pytest.raises(IntegrityError, match="leads_email_created_key"), transaction.atomic():
        lead(email="priya@example.com", created_at=datetime(2026, 11, 20, 23, 59, tzinfo=UTC))
    lead(email="priya@example.com", created_at=datetime(2026, 11, 21, 0, 0, tzinfo=UTC))
    assert one("select count(*) from leads") == 2


def test_the_day_of_a_lead_is_utc_in_every_session() -> None:
    run("set local timezone = 'Pacific/Kiritimati'")
    lead(created_at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    with pytest.raises(IntegrityError, match="leads_email_created_key"):
        lead(created_at=datetime(2026, 11, 20, 11, 0, tzinfo=UTC))


def test_leads_without_an_email_do_not_collide() -> None:
    lead(email=None, phone="+919876543210")
    lead(email=None, phone="+919876543210")
    assert one("select count(*) from leads") == 2


def test_two_changes_in_one_transaction_are_two_versions() -> None:
    lead()
    versions = []
    for location in ("Mumbai", "Pune"):
        run("update leads set location = %s", location)
        versions.append(one("select updated_at from leads"))
    assert versions[0] < versions[1]


def test_the_version_cannot_be_set_by_hand() -> None:
    lead()
    run("update leads set updated_at = '2001-01-01'")
    assert one("select updated_at > '2026-01-01' from leads") is True


def test_a_folio_is_given_once() -> None:
    lead(folio="7K2M-9XTR-D4Q")
    with pytest.raises(IntegrityError, match="leads_folio_key"):
        lead(folio="7K2M-9XTR-D4Q", email="rajesh@example.com")


def test_children_go_with_their_lead() -> None:
    first = lead()
    insert("lead_products", lead_id=first, category="Flooring", product="Oak")
    insert("submissions", lead_id=first, folio="7K2M-9XTR-D4Q")
    insert("assignments", lead_id=first, owner_id="sales_user_5", sla_deadline=datetime.now(UTC))
    activity(first, "note")
    run("select set_config('leadsite.erasing', %s, true)", str(first))
    run("delete from leads")
    assert run(
        "select (select count(*) from lead_products), (select count(*) from submissions),"
        " (select count(*) from assignments), (select count(*) from lead_activity)"
    ) == [(0, 0, 0, 0)]


@pytest.mark.parametrize("table", ["lead_products", "submissions", "lead_activity", "assignments"])
def test_nothing_hangs_on_a_lead_that_is_not_there(table: str) -> None:
    facts = {
        "lead_products": {"category": "Flooring", "product": "Oak"},
        "submissions": {"folio": "7K2M-9XTR-D4Q"},
        "lead_activity": {"type": "note", "message": "Called."},
        "assignments": {"owner_id": "sales_user_5", "sla_deadline": datetime.now(UTC)},
    }
    with pytest.raises(IntegrityError, match="foreign key"):
        insert(table, lead_id=PRIYA, **facts[table])


def test_a_total_that_is_no_number_is_refused() -> None:
    with pytest.raises(IntegrityError, match="submissions_quote_total_is_a_number"):
        insert("submissions", lead_id=lead(), folio="7K2M-9XTR-D4Q", quote_total="NaN")


@pytest.mark.parametrize("total", [None, "0", "-5", "99999999999999999.999"])
def test_any_number_is_a_total(total: str | None) -> None:
    insert("submissions", lead_id=lead(), folio="7K2M-9XTR-D4Q", quote_total=total)


def test_a_deleted_submission_leaves_a_tombstone() -> None:
    submission = insert("submissions", lead_id=lead(), folio="7K2M-9XTR-D4Q")
    run("delete from submissions")
    assert run("select submission_id, erased_at <= clock_timestamp() from erased_submissions") == [
        (submission, True)
    ]


@pytest.mark.parametrize("column", ["created_at", "first_response_at", "last_contact_at", "conversion_date"])
@pytest.mark.parametrize("odd", ["infinity", "-infinity", "20000-01-01", "0044-03-15 BC"])
def test_a_time_that_no_page_could_show_is_refused(column: str, odd: str) -> None:
    with pytest.raises(IntegrityError, match="leads_times_are_readable"):
        lead(**{column: odd})
