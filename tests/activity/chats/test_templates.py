"""The shop's templates, from Meta's list over a socket."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from activity.chats import templates
from activity.chats.jobs import fetch_chat_templates
from activity.chats.models import ChatTemplate
from tests.leads.quoting.rows import NOW
from tests.providers.graph import BROKEN, FakeGraph, refusal, template

pytestmark = pytest.mark.django_db


@pytest.fixture
def graph(settings: Settings) -> Iterator[FakeGraph]:
    with FakeGraph() as provider:
        settings.WHATSAPP_API_URL = provider.url()
        yield provider


def names() -> list[str]:
    return list(ChatTemplate.objects.order_by("name").values_list("name", flat=True))


def test_what_is_approved_is_fetched_page_after_page(graph: FakeGraph) -> None:
    graph.templates = [template(f"reminder_{number}", "Hello {{1}}") for number in range(5)]
    assert templates.fetch(now=NOW) == 5
    assert (names(), len(graph.asked)) == ([f"reminder_{number}" for number in range(5)], 3)


def test_what_meta_has_taken_back_is_gone_and_what_it_changed_is_changed(graph: FakeGraph) -> None:
    graph.templates = [template("a", "old"), template("b", "old")]
    templates.fetch(now=NOW)
    graph.templates = [template("b", "new")]
    templates.fetch(now=NOW + timedelta(minutes=15))
    assert [(row.name, row.body) for row in ChatTemplate.objects.all()] == [("b", "new")]


@pytest.mark.parametrize(
    "row",
    [
        template("x", "Hello", status="PENDING"),
        template("x", "Hello {{customer_name}}"),
        template("x", "Hello", {"type": "HEADER", "format": "IMAGE"}),
        template(
            "x", "Hello", {"type": "BUTTONS", "buttons": [{"type": "URL", "url": "https://x.example/{{1}}"}]}
        ),
        {"name": "x", "status": "APPROVED", "language": "en", "components": None},
    ],
)
def test_what_cannot_be_filled_in_here_is_not_offered(graph: FakeGraph, row: dict[str, object]) -> None:
    graph.templates = [row, template("y", "Hello", {"type": "HEADER", "format": "TEXT", "text": "Hi"})]
    templates.fetch(now=NOW)
    assert names() == ["y"]


def test_the_copy_stays_where_meta_does_not_give_the_list(graph: FakeGraph) -> None:
    graph.templates = [template("a", "Hello")]
    templates.fetch(now=NOW)
    for answer in (BROKEN, refusal(190, status=401)):
        graph.script += [answer]
        with pytest.raises(templates.NotFetched):
            templates.fetch(now=NOW + timedelta(hours=1))
    assert names() == ["a"]


def test_a_shop_that_does_not_send_asks_nobody(graph: FakeGraph, settings: Settings) -> None:
    settings.WHATSAPP_ACCESS_TOKEN = ""
    fetch_chat_templates(timestamp=0)
    assert graph.asked == []


def test_a_template_knows_its_slots_and_is_filled_in() -> None:
    row = ChatTemplate(name="a", language="en", body="Dear {{1}}, {{2}} and again {{1}}: {{0}}")
    assert (row.slots, row.filled(["Priya", "quote"])) == (2, "Dear Priya, quote and again Priya: {{0}}")
    assert ChatTemplate(body="Plain").slots == 0
