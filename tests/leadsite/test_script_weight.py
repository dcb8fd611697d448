"""The JavaScript of the back office stays small: all of it together, as it is sent."""

import gzip
from pathlib import Path

from tests.test_architecture import ROOT

AT_MOST = 40_000  # bytes
# The customer's form has its own, with its own bound (tests/leads).
OF_THE_FORM = ("basket", "device", "events", "form", "pricing", "quote", "offline")


def scripts() -> list[Path]:
    found = [
        path
        for name in ("leadsite", "leads", "activity", "assignments")
        for path in (ROOT / name).rglob("static/**/*.js")
    ]
    of_the_form = [ROOT / "leads/static/leads" / name for name in OF_THE_FORM]
    return [
        path
        for path in found
        if not any(path.is_relative_to(one) or path.with_suffix("") == one for one in of_the_form)
    ]


def test_all_of_it_is_under_forty_kilobytes_compressed() -> None:
    weights = {str(path.relative_to(ROOT)): len(gzip.compress(path.read_bytes(), 9)) for path in scripts()}
    assert sum(weights.values()) < AT_MOST, sorted(weights.items(), key=lambda one: -one[1])[:10]
    assert "leadsite/live/static/live/live.js" in weights
