"""The SQL function store_submissions: each submission once, a person's second one to the same lead."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import psycopg
import pytest
from django.db import OperationalError, transaction
from django.db import connection as django_connection
from django.test.utils import CaptureQueriesContext

from activity.models import Activity
from assignments.workflow import locked
from leads.intake import connection
from leads.intake.record import SubmissionRecord
from leads.models import ErasedSubmission, Lead, LeadProduct, Submission
from leadsite.keys import new_id
from tests.leads.intake.quotes import ASKED_AT, quote

pytestmark = pytest.mark.django_db

Database = psycopg.Connection[Any]
# Another session sees only what was committed.
with_commits = pytest.mark.django_db(transaction=True)


@pytest.fixture
def database(db: None) -> Database:
    """Django's connection, below Django."""
    with django_connection.cursor():
        return cast(Database, django_connection.connection)


@pytest.fixture
def other(transactional_db: None) -> Iterator[Database]:
    """Somebody else's session, in a transaction that ends with the test."""
    with psycopg.connect(**connection.parameters()) as opened:
        yield opened
        opened.rollback()


def store(database: Database, *records: SubmissionRecord) -> list[tuple[str, str | None]]:
    """Outcome and kind of each, in the order given."""
    rows = database.execute(
        "select id, outcome, kind from store_submissions(%s)", [array(*records)]
    ).fetchall()
    assert [row[0] for row in rows] == [record.id for record in records]
    return [(outcome, kind) for _, outcome, kind in rows]


def array(*records: SubmissionRecord) -> str:
    return connection.array([record.to_json() for record in records])


def log_of(lead: Lead) -> list[tuple[str, str, str]]:
    rows = Activity.objects.filter(lead=lead).order_by("created_at", "type")
    return [(row.type, row.status, row.message) for row in rows]


FIRST, REPEAT, KNOWN = ("stored", "first"), ("stored", "repeat"), ("known", "first")


def test_a_first_enquiry_becomes_a_lead_with_everything_the_customer_told(database: Database) -> None:
    record = replace(
        quote(email="Priya@Example.com", company="Sharma & Co", message="soon"), visitor_id=new_id()
    )
    assert store(database, record) == [FIRST]
    lead = Lead.objects.get()
    assert (lead.id, lead.folio, lead.visitor_id, lead.created_at) == (
        record.id,
        record.folio,
        record.visitor_id,
        ASKED_AT,
    )
    assert (lead.name, lead.email, lead.company, lead.message, lead.status, lead.source) == (
        "Priya Sharma",
        "Priya@Example.com",
        "Sharma & Co",
        "soon",
        "new",
        "website_form",
    )
    assert lead.quote_data == record.quote


def test_its_submission_keeps_what_was_typed_and_the_quote(database: Database) -> None:
    record = replace(quote(), token="t", payload_hash="h", utm={"source": "diwali"})
    store(database, record)
    kept = Submission.objects.get()
    assert (kept.id, kept.lead_id, kept.kind, kept.received_at, kept.suspect) == (
        record.id,
        record.id,
        "first",
        ASKED_AT,
        None,
    )
    assert (kept.folio, kept.token, kept.payload_hash) == (record.folio, "t", "h")
    assert (kept.utm, kept.submitted, kept.quote) == ({"source": "diwali"}, record.submitted, record.quote)
    assert (kept.quote_total, kept.currency) == (record.quote_total, "INR")


def test_its_products_and_its_log_belong_to_it(database: Database) -> None:
    record = quote()
    store(database, record)
    product = LeadProduct.objects.get()
    assert (product.lead_id, product.category, product.product, product.quantity, product.notes) == (
        record.id,
        "Flooring",
        "Oak laminate",
        "20 sq ft",
        "matt",
    )
    assert log_of(Lead.objects.get()) == [("quote", "completed", f"Quote {record.folio}: INR 1234.50")]
    assert Activity.objects.get().metadata == {"folio": record.folio, "submission_id": str(record.id)}


def test_without_prices_the_price_follows(database: Database) -> None:
    record = replace(quote(), quote=None, quote_total=None)
    store(database, record)
    assert log_of(Lead.objects.get()) == [("quote", "completed", f"Quote {record.folio}: price follows")]
    assert (Lead.objects.get().quote_data, Submission.objects.get().quote) == (None, None)


def kept(**said: str) -> SubmissionRecord:
    record = quote()
    return replace(record, submitted={**record.submitted, "kept": said})


def test_the_log_tells_what_a_device_without_a_connection_told_the_customer(database: Database) -> None:
    record = kept(at="2026-11-20T05:00:00+00:00", estimate="INR 1200.00")
    store(database, record)
    logged = Activity.objects.get()
    assert logged.message == (
        f"Quote {record.folio}: INR 1234.50, written without a connection at 2026-11-20T05:00:00+00:00, "
        "estimate INR 1200.00"
    )
    assert logged.metadata == {
        "folio": record.folio,
        "submission_id": str(record.id),
        "kept_at": "2026-11-20T05:00:00+00:00",
        "estimate": "INR 1200.00",
    }


def test_the_log_of_a_kept_quote_without_an_estimate_names_none(database: Database) -> None:
    record = kept(at="2026-11-20T05:00:00+00:00")
    store(database, record)
    assert Activity.objects.get().message == (
        f"Quote {record.folio}: INR 1234.50, written without a connection at 2026-11-20T05:00:00+00:00"
    )


def test_the_same_submission_is_stored_once_however_often_it_comes(database: Database) -> None:
    record = quote()
    assert store(database, record) == [FIRST]
    assert store(database, record) == [KNOWN]
    assert store(database, record) == [KNOWN]
    assert (Lead.objects.count(), Submission.objects.count(), Activity.objects.count()) == (1, 1, 1)


def test_twice_in_one_transaction_is_stored_once(database: Database) -> None:
    record, other = quote(), quote()
    rows = database.execute(
        "select id, outcome from store_submissions(%s)", [array(record, other, record)]
    ).fetchall()
    assert rows == [(record.id, "stored"), (other.id, "stored")]
    assert (LeadProduct.objects.count(), Activity.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            {"email": "priya@example.com"}, {"email": "PRIYA@example.com"}, id="the e-mail in any case"
        ),
        pytest.param({"phone": "+919800000001"}, {"phone": "+919800000001"}, id="the phone"),
        pytest.param(
            {"email": "a@example.com", "phone": "+919800000001"},
            {"email": "b@example.com", "phone": "+919800000001"},
            id="the phone where the e-mail is another",
        ),
        pytest.param(
            {"email": "a@example.com"},
            {"email": "a@example.com", "phone": "+919800000001"},
            id="the e-mail of two",
        ),
    ],
)
def test_a_person_is_known_again_on_the_same_day_by(
    database: Database, first: dict[str, str], second: dict[str, str]
) -> None:
    asked, again = quote(**first), quote(**second, at=ASKED_AT + timedelta(hours=2))
    assert store(database, asked) == [FIRST]
    assert store(database, again) == [REPEAT]
    assert Submission.objects.get(pk=again.id).lead_id == asked.id


def test_a_second_enquiry_is_a_follow_up_due_now_and_changes_nothing_of_the_lead(database: Database) -> None:
    asked = quote(phone="+919800000001", name="Priya Sharma")
    again = replace(
        quote(phone="+919800000001", name="P. Sharma"), submitted_at=ASKED_AT + timedelta(hours=2)
    )
    store(database, asked)
    Lead.objects.update(status="contacted")
    before = Lead.objects.values().get()
    store(database, again)
    assert Lead.objects.values().get() == before
    assert LeadProduct.objects.count() == 1
    assert [row for row in log_of(Lead.objects.get()) if row[0] != "status_change"] == [
        ("quote", "completed", f"Quote {asked.folio}: INR 1234.50"),
        ("follow_up", "pending", f"Asked again, quote {again.folio}"),
        ("quote", "completed", f"Quote {again.folio}: INR 1234.50"),
    ]
    follow_up = Activity.objects.get(type="follow_up")
    assert follow_up.due_at == again.submitted_at
    assert follow_up.metadata == {
        "action": "call",
        "reason": "asked again",
        "scheduled_for": again.submitted_at.isoformat(),
    }


def test_a_second_enquiry_waits_in_the_same_batch_as_the_first(database: Database) -> None:
    asked, again = quote(phone="+919800000001"), quote(phone="+919800000001")
    assert store(database, asked, again) == [FIRST, REPEAT]


def test_of_two_leads_of_a_day_the_newest_is_repeated(database: Database) -> None:
    older = quote(phone="+919800000001", email="a@example.com")
    store(database, older)
    newer = Lead.objects.create(name="Priya", phone="+919800000001", created_at=ASKED_AT + timedelta(hours=1))
    again = quote(phone="+919800000001", at=ASKED_AT + timedelta(hours=2))
    assert store(database, again) == [REPEAT]
    assert Submission.objects.get(pk=again.id).lead_id == newer.id


def test_the_e_mail_counts_before_the_phone(database: Database) -> None:
    by_email, by_phone = (
        quote(email="a@example.com"),
        quote(phone="+919800000001", at=ASKED_AT + timedelta(hours=1)),
    )
    store(database, by_email, by_phone)
    again = quote(email="a@example.com", phone="+919800000001", at=ASKED_AT + timedelta(hours=2))
    store(database, again)
    assert Submission.objects.get(pk=again.id).lead_id == by_email.id


def test_on_another_day_in_utc_it_is_a_new_lead(database: Database) -> None:
    today = quote(email="a@example.com", phone="+919800000001", at=ASKED_AT.replace(hour=23, minute=59))
    tomorrow = quote(
        email="a@example.com",
        phone="+919800000001",
        at=ASKED_AT.replace(hour=0, minute=0) + timedelta(days=1),
    )
    assert store(database, today, tomorrow) == [FIRST, FIRST]


def test_two_people_without_an_e_mail_are_two_leads(database: Database) -> None:
    assert store(database, quote(), quote()) == [FIRST, FIRST]


def test_a_suspect_is_flagged_and_its_repeat_alarms_nobody(database: Database) -> None:
    bot = quote(phone="+919800000001", suspect="honeypot")
    assert store(database, bot, quote(phone="+919800000001", suspect="flood")) == [FIRST, REPEAT]
    assert sorted(Submission.objects.values_list("suspect", flat=True)) == ["flood", "honeypot"]
    assert set(Activity.objects.values_list("type", flat=True)) == {"quote"}


def test_a_genuine_repeat_of_a_suspect_is_followed_up(database: Database) -> None:
    store(database, quote(phone="+919800000001", suspect="too_fast"), quote(phone="+919800000001"))
    assert Activity.objects.filter(type="follow_up").count() == 1


def test_a_replay_of_what_was_erased_brings_nobody_back(database: Database) -> None:
    record = quote()
    ErasedSubmission.objects.create(submission_id=record.id)
    assert store(database, record) == [("erased", None)]
    assert (Lead.objects.count(), Submission.objects.count()) == (0, 0)


@with_commits
def test_erasing_waits_for_what_is_being_stored_at_that_moment(database: Database, other: Database) -> None:
    record = quote()
    other.execute("select store_submissions(%s)", [array(record)])
    database.execute("set lock_timeout = '100ms'")
    with pytest.raises(OperationalError, match="lock timeout"):
        ErasedSubmission.objects.create(submission_id=record.id)
    other.commit()
    ErasedSubmission.objects.create(submission_id=record.id)
    assert Lead.objects.filter(pk=record.id).exists()  # and the eraser sees it
    database.execute("reset lock_timeout")


@with_commits
def test_what_is_being_erased_at_that_moment_is_busy(database: Database, other: Database) -> None:
    record = quote()
    other.execute("insert into erased_submissions (submission_id) values (%s)", [record.id])
    assert store(database, record) == [("busy", None)]
    other.commit()
    assert store(database, record) == [("erased", None)]


def test_a_new_enquiry_of_an_erased_person_is_welcome(database: Database) -> None:
    record = quote(phone="+919800000001")
    ErasedSubmission.objects.create(submission_id=record.id)
    assert store(database, record, quote(phone="+919800000001")) == [("erased", None), FIRST]


@with_commits
def test_a_submission_in_other_hands_is_busy_at_once(database: Database, other: Database) -> None:
    record, stranger = quote(), quote()
    other.execute("select store_submissions(%s)", [array(record)])
    assert store(database, record, stranger) == [("busy", None), FIRST]
    other.rollback()
    assert store(database, record) == [FIRST]


@with_commits
@pytest.mark.parametrize("who", [{"email": "A@example.com"}, {"phone": "+919800000001"}])
def test_a_person_in_other_hands_is_busy_at_once(
    database: Database, other: Database, who: dict[str, str]
) -> None:
    asked, again = quote(**who), quote(**{name: value.lower() for name, value in who.items()})
    other.execute("select store_submissions(%s)", [array(asked)])
    assert store(database, again) == [("busy", None)]
    other.commit()
    assert store(database, again) == [REPEAT]


@with_commits
def test_a_lead_that_somebody_has_locked_is_busy_at_once(database: Database, other: Database) -> None:
    store(database, quote(phone="+919800000001"))
    other.execute("select from leads for update")
    again = quote(phone="+919800000001")
    assert store(database, again, quote()) == [("busy", None), FIRST]
    assert not Submission.objects.filter(pk=again.id).exists()


@with_commits
def test_a_lead_that_a_colleague_is_changing_takes_a_repeat_all_the_same(
    database: Database, other: Database
) -> None:
    store(database, quote(phone="+919800000001"))
    other.execute("update leads set status = 'contacted'")
    assert store(database, quote(phone="+919800000001")) == [REPEAT]


@with_commits
def test_a_lead_that_a_colleague_holds_for_a_step_takes_a_repeat_all_the_same(
    database: Database, other: Database
) -> None:
    store(database, quote(phone="+919800000001"))
    with CaptureQueriesContext(django_connection) as asked, transaction.atomic():
        locked(Lead.objects.get().pk)
    locks = [
        query["sql"].partition(" FOR ")[2] for query in asked.captured_queries if " FOR " in query["sql"]
    ]
    assert locks == ['NO KEY UPDATE OF "leads"']
    other.execute("select from leads for no key update")
    assert store(database, quote(phone="+919800000001")) == [REPEAT]


@with_commits
def test_two_drainers_with_the_same_records_do_not_wait_for_each_other(
    database: Database, other: Database
) -> None:
    records = [quote() for _ in range(3)]
    other.execute("select store_submissions(%s)", [array(*records)])
    assert store(database, *reversed(records)) == [("busy", None)] * 3


def test_a_folio_that_is_taken_is_refused_and_nothing_stays(database: Database) -> None:
    taken = quote()
    store(database, taken)
    with pytest.raises(psycopg.errors.UniqueViolation), transaction.atomic():
        store(database, quote(), replace(quote(), folio=taken.folio))
    assert (Lead.objects.count(), Submission.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"submitted": {"name": "\0"}},
        {"submitted": {"name": "\ud800"}},
        {"currency": "RUPEES"},
        {"lead": replace(quote().lead, name="x")},
        {"lead": replace(quote().lead, phone=None)},
        {"lead": replace(quote().lead, company="x" * 256)},
    ],
)
def test_what_a_table_does_not_take_is_the_records_own_fault(
    database: Database, wrong: dict[str, Any]
) -> None:
    with pytest.raises(psycopg.DatabaseError) as refusal:
        store(database, replace(quote(), **wrong))
    assert (refusal.value.sqlstate or "")[:2] in ("22", "23")


@pytest.mark.parametrize("element", ["1", "null", "{}", '"text"', "[]", '{"id": "x"}'])
def test_what_is_no_record_is_its_own_fault_too(database: Database, element: str) -> None:
    with pytest.raises(psycopg.DatabaseError) as refusal:
        database.execute("select store_submissions(%s)", [json.dumps([json.loads(element)])])
    assert (refusal.value.sqlstate or "")[:2] in ("22", "23")


def test_a_submission_that_got_in_by_another_way_is_known(database: Database) -> None:
    record = quote()
    lead = Lead.objects.create(name="Priya", phone="+919899999999")
    Submission.objects.create(id=record.id, folio="other", lead=lead)
    assert store(database, record) == [KNOWN]
    assert Lead.objects.get() == lead


@with_commits
def test_without_the_claim_nothing_else_stays(database: Database, other: Database) -> None:
    """Somebody stores the submission while it is being stored here, and never asked for the lock."""
    record = quote()
    lead = Lead.objects.create(name="Priya", phone="+919899999999")
    other.execute(
        "insert into submissions (id, folio, lead_id) values (%s, 'other', %s)", [record.id, lead.id]
    )
    late = threading.Timer(0.3, other.commit)
    late.start()
    with pytest.raises(psycopg.errors.SerializationFailure):
        store(database, record)
    late.join()
    assert (Lead.objects.get(), LeadProduct.objects.count()) == (lead, 0)


def test_no_records_are_no_work(database: Database) -> None:
    assert store(database) == []
