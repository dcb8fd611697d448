from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.utils import timezone

from activity import kinds
from activity.models import Activity
from assignments.models import Assignment
from leads.demo import generation
from leads.models import Lead, Submission
from leads.quoting import folio, publishing, verification
from tests.leads.quoting.rows import laminate

pytestmark = pytest.mark.django_db(transaction=True)
LEADS = 23


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Twenty-three leads in batches of ten; what the progress bar heard."""
    monkeypatch.setattr(generation, "BATCH", 10)
    monkeypatch.setattr(generation, "TEMPLATES", 5)
    heard: list[int] = []
    generation.generate(LEADS, now=timezone.now(), progress=heard.append)
    return heard


def test_as_many_leads_as_asked_for_each_with_ten_activities(reported: list[int]) -> None:
    assert sorted(reported) == [3, 10, 10]
    leads = Lead.objects.annotate(activities_count=Count("activities")).values_list(
        "activities_count", flat=True
    )
    assert list(leads) == [10] * LEADS


def test_everything_about_a_lead_is_there(reported: list[int]) -> None:
    for lead in Lead.objects.all():
        submission = Submission.objects.get(lead=lead)
        assert (submission.id, submission.folio) == (lead.id, lead.folio)
        assert lead.products.count() == len(lead.quote_data["lines"])
        assert Assignment.objects.filter(lead=lead).count() == 1


def test_every_folio_is_valid_and_every_quote_adds_up(reported: list[int]) -> None:
    assert all(folio.is_valid(str(lead.folio)) for lead in Lead.objects.all())
    assert [verdict.differences for verdict in verification.verdicts()] == [()] * (2 * LEADS)


def test_every_activity_carries_the_facts_of_its_type(reported: list[int]) -> None:
    for activity in Activity.objects.all():
        kinds.check(activity.type, activity.status, activity.metadata or {})


def test_keys_are_as_old_as_their_rows(reported: list[int]) -> None:
    for row in [*Lead.objects.all(), *Activity.objects.all()]:
        assert row.id.version == 7
        assert abs((row.id.int >> 80) - row.created_at.timestamp() * 1000) <= 1


def test_leads_spread_over_a_year_until_now(reported: list[int]) -> None:
    first, last = Lead.objects.earliest("created_at"), Lead.objects.latest("created_at")
    assert timezone.now() - first.created_at > generation.SPAN * 0.99
    assert timezone.now() - last.created_at < generation.SPAN / LEADS * 1.5


def test_a_second_run_adds_to_the_first(reported: list[int]) -> None:
    generation.generate(5, now=timezone.now(), progress=reported.append)
    assert Lead.objects.count() == LEADS + 5


def test_the_newest_leads_are_new_and_the_status_follows_the_log(reported: list[int]) -> None:
    generation.generate(1000, now=timezone.now(), progress=reported.append)
    for lead in Lead.objects.filter(status="new"):
        assert not lead.activities.filter(type="status_change").exists()
    for lead in Lead.objects.exclude(status="new")[:20]:
        last = lead.activities.filter(type="status_change").latest("created_at", "id")
        assert last.metadata["to"] == lead.status
    assert 1 <= Lead.objects.filter(status="new").count() <= 8


def test_quotes_are_calculated_by_the_published_price_list() -> None:
    laminate(slug="only")
    publishing.publish(actor=None, now=timezone.now())
    generation.generate(3, now=timezone.now(), progress=lambda added: None)
    slugs = {line["slug"] for lead in Lead.objects.all() for line in lead.quote_data["lines"]}
    assert slugs == {"only"}


def test_a_batch_that_fails_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generation, "BATCH_OF_LEADS", "select 1 / 0")
    with pytest.raises(Exception, match="division by zero"):
        generation.generate(3, now=timezone.now(), progress=lambda added: None)


def test_the_command_says_how_long_it_took() -> None:
    out = StringIO()
    call_command("generate_leads", "4", stdout=out, verbosity=0)
    assert out.getvalue().startswith("4 leads in ")
    assert Lead.objects.count() == 4


def test_less_than_one_lead_is_refused() -> None:
    with pytest.raises(CommandError, match="N is one or more"):
        call_command("generate_leads", "0")
