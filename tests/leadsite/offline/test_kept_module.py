"""A page from the device alone in a browser: it gives way to the site's, and takes no words from whoever types."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.script_pages import ROOT, PageOver

pytestmark = pytest.mark.browser

HIS = '<a id="queue" data-person="neha"></a>'
BODY = f'{HIS}<main><form data-live="note"><textarea></textarea></form></main>'
LOGIN = '<a id="queue"></a><h1>Sign in</h1>'
WORDS = {"sayKept": "Offline.", "sayOut": "Signed out.", "sayGone": "Not yours.", "sayBack": "Back."}
# The site gives these answers, one at each look, and the last for good; a text of null is one that breaks off.
KEPT = """async ({ words, answers }) => {
    document.documentElement.lang = "en";
    document.documentElement.dataset.kept = "1800000000000";
    self.fetch = async () => {
        const { status = 200, redirected = false, text } = answers.length > 1 ? answers.shift() : answers[0];
        const read = () => (text === null ? Promise.reject(new TypeError()) : Promise.resolve(text));
        return { status, redirected, ok: status < 300, text: read };
    };
    const { Kept } = await import("/shell/kept.js");
    new Kept(words).show();
}"""
MINUTE = 60_000  # milliseconds


@pytest.fixture
def page(page_over: PageOver) -> Iterator[Page]:
    page = page_over("leadsite/static/leadsite")
    page.route(
        "**/live/morph.js", lambda route: route.fulfill(path=ROOT / "leadsite/live/static/live/morph.js")
    )
    page.clock.install()
    page.set_content(BODY)
    yield page
    page.context.close()


def typing(page: Page, *answers: dict[str, Any]) -> tuple[str | None, str, bool]:
    """After a minute: what the banner says, what is typed, and whether the page is still the device's."""
    page.fill("textarea", "half a no")
    page.evaluate(KEPT, {"words": WORDS, "answers": answers})
    page.clock.run_for(MINUTE)
    banner = page.locator(".kept")
    said = banner.text_content() if banner.count() else None
    return said, page.input_value("textarea"), page.evaluate("'kept' in document.documentElement.dataset")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({"redirected": True, "text": LOGIN}, "Signed out."),
        ({"text": BODY.replace("neha", "rajesh")}, "Signed out."),
        ({"status": 404, "text": HIS}, "Not yours."),
        ({"redirected": True, "text": HIS}, "Not yours."),
        ({"status": 503, "text": "away"}, "Offline."),
    ],
)
def test_whatever_the_site_answers_what_is_typed_stays(page: Page, answer: dict[str, Any], says: str) -> None:
    assert typing(page, answer) == (says, "half a no", True)


def test_it_gives_way_when_the_same_person_has_signed_in_again(page: Page) -> None:
    assert typing(page, {"redirected": True, "text": LOGIN}, {"text": BODY}) == (None, "half a no", False)


def test_an_answer_that_breaks_off_is_none(page: Page) -> None:
    assert typing(page, {"text": None}) == ("Offline.", "half a no", True)


def test_after_one_that_broke_off_it_looks_again(page: Page) -> None:
    assert typing(page, {"text": None}, {"text": BODY}) == (None, "half a no", False)


def test_where_nobody_types_it_is_opened_anew(page: Page) -> None:
    page.evaluate(KEPT, {"words": WORDS, "answers": [{"redirected": True, "text": LOGIN}]})
    with page.expect_navigation():
        page.clock.run_for(MINUTE)
