"""Every operation of the document, asked with what the document allows and with what it does not.

No answer is an error of ours, and none is one that the document does not tell.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from activity import approvals, follow_ups
from activity.bookings import workflow as visits
from activity.bookings.visit import Times
from activity.bookings.workflow import Plan
from activity.kinds import Actor
from leadsite.api.answers_in_kind import AnswersInKind
from leadsite.api.document import document
from tests.leads.facts import lead, worked
from tests.leads.quoting.rows import NOW
from tests.leadsite.api.asking import Asking
from tests.people import alice, in_role

EXAMPLES = 10
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.missing_required_header,
]
schema = schemathesis.openapi.from_dict(document())
schema.app = AnswersInKind(get_wsgi_application())


@pytest.fixture
def shop(db: None, tmp_path: object, settings: Any) -> dict[str, Any]:
    """A superuser's token, and rows that the addresses name."""
    settings.SPOOL_DIR = tmp_path
    settings.API_PER_MINUTE = 10**6
    neha = in_role("Sales")
    row = worked(lead(), neha)
    actor = Actor("user", "sales_user_9")
    task = follow_ups.plan(
        lead_id=row.pk, action="call", at=NOW.replace(year=2099), reason="", actor=actor, now=NOW
    )
    request = approvals.ask(lead_id=row.pk, what="5 % off", approval_type="discount", actor=actor)
    times = Times(NOW.replace(year=2099), NOW.replace(year=2099) + timedelta(hours=1), "Asia/Kolkata")
    visit = visits.propose(lead_id=row.pk, plan=Plan(neha, times, ""), actor=actor, now=NOW)
    return {
        "headers": {"Authorization": f"Bearer {Asking(alice()).token}"},
        "follow-ups": str(task.pk),
        "approvals": str(request.pk),
        "bookings": str(visit.pk),
        "lead": str(row.pk),
        "asked": 0,
    }


@pytest.fixture
def one_connection() -> Iterator[None]:
    """As Django's own test client does: a request does not end the test's transaction."""
    ends = (signals.request_started, signals.request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_an_operation_answers_as_its_document_says(
    case: schemathesis.Case, shop: dict[str, Any], one_connection: None
) -> None:
    shop["asked"] += 1
    if shop["asked"] % 2:  # every other time the address names something that is there
        for name in case.path_parameters or {}:
            case.path_parameters[name] = shop["lead" if name == "lead_id" else case.path.split("/")[3]]
    response = case.call(headers=shop["headers"])
    case.validate_response(response, checks=CHECKS, headers=shop["headers"])
