"""Private values are masked in one place, before a line is written."""

import pytest

from leadsite.logs import mask, masked


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("call +91 98765 43210 now", "call [phone] now"),
        ("phone=+919876543210", "phone=[phone]"),
        ("tel:9876543210", "tel:[phone]"),
        ("?phone=%2B919876543210&x", "?phone=[phone]&x"),
        ("Not Found: /q/AbC-12_x/", "Not Found: /q/[token]/"),
        ("from priya.sharma@example.com, twice", "from [e-mail], twice"),
        ("Location: https://wa.me/919876543210?text=Hello%20Priya", "Location: [whatsapp link]"),
        ("took 12 ms at 2026-11-21T04:00:00", "took 12 ms at 2026-11-21T04:00:00"),
        (
            "lead 019300a2-7c1e-7000-8000-123456789012 stored",
            "lead 019300a2-7c1e-7000-8000-123456789012 stored",
        ),
    ],
)
def test_a_line_keeps_its_sense_and_loses_the_person(text: str, line: str) -> None:
    assert masked(text) == line


def test_every_text_of_an_event_is_masked() -> None:
    event = {"event": "stored", "detail": "priya@example.com", "count": 3}
    assert mask(None, "info", event) == {"event": "stored", "detail": "[e-mail]", "count": 3}
