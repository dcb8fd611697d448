"""How many SMS a text is: by the server, and by the browser while it is typed, from one file of examples."""

import json
from pathlib import Path
from typing import Any

import pytest

from activity.texts.segments import segments
from tests.journeys.conftest import Opener, address, open_page
from tests.leads import facts
from tests.people import in_role

__all__ = ["address", "open_page"]  # the fixtures of the journeys
VECTORS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("segments.json").read_text())
IN_THE_BROWSER = """async (texts) => {
    const { segments } = await import(document.querySelector("script[src*=texts]").src);
    return texts.map(segments).map(({ count, places, strange }) => ({ count, places, strange }));
}"""


def text(vector: dict[str, Any]) -> str:
    return str(vector["text"] * vector["times"])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['text'][:9]}-{vector['times']}")
def test_a_text_takes_so_many(vector: dict[str, Any]) -> None:
    told = segments(text(vector))
    assert (told.count, told.places, told.strange) == (vector["count"], vector["places"], vector["strange"])
    assert told.wide == bool(vector["strange"])


@pytest.mark.browser
def test_the_browser_reckons_the_same(open_page: Opener) -> None:
    page = open_page(f"/admin/leads/lead/{facts.lead().pk}/text/", user=in_role("Sales"))
    told = page.evaluate(IN_THE_BROWSER, [text(vector) for vector in VECTORS])
    assert told == [{name: vector[name] for name in ("count", "places", "strange")} for vector in VECTORS]
