"""What programs look for at the root of a site."""

from django.test import Client


def test_search_engines_are_kept_from_quotes_and_the_back_office(client: Client) -> None:
    page = client.get("/robots.txt")
    assert b"".join(page) == b"User-agent: *\nDisallow: /admin/\nDisallow: /q/\n"  # type: ignore[arg-type]


def test_programs_that_know_no_page_find_the_icon(client: Client) -> None:
    icon = client.get("/favicon.ico")
    assert (icon.status_code, icon["Content-Type"]) == (200, "image/x-icon")
    assert b"".join(icon).startswith(b"\0\0\1\0")  # type: ignore[arg-type]
