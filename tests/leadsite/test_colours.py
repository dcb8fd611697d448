"""The customer's pages and the back office wear the same colours, each from a stylesheet of its own.

A file that both share would be one more request before the form is painted.
"""

import re

import pytest

from leadsite.away import STYLE
from tests.test_architecture import ROOT

DESK = (ROOT / "leadsite/static/leadsite/desk.css").read_text()
SITE = (ROOT / "leads/static/leads/site.css").read_text()
AWAY = STYLE.decode()
LIGHT = re.compile(r"\A.*?:root\s*{(.*?)}", re.DOTALL)
DARK = re.compile(r"@media \(prefers-color-scheme: dark\)\s*{\s*:root\s*{(.*?)}", re.DOTALL)


def colours(style: str, scheme: re.Pattern[str]) -> dict[str, str]:
    found = scheme.search(style)
    assert found is not None
    return dict(re.findall(r"(--[\w-]+): (#\w+);", found[1]))


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("style", [SITE, AWAY], ids=["customers", "away"])
def test_every_colour_is_the_back_offices(style: str, scheme: re.Pattern[str]) -> None:
    worn, ours = colours(style, scheme), colours(DESK, scheme)
    assert worn
    assert worn == {name: ours.get(name) for name in worn}


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_browsers_own_bar_has_the_colour_of_the_paper(scheme: re.Pattern[str]) -> None:
    base = (ROOT / "templates/base.html").read_text()
    assert f'content="{colours(SITE, scheme)["--paper"]}"' in base
