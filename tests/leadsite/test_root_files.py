"""What programs look for at the root of a site."""

from django.test import Client


def test_search_engines_are_kept_from_quotes_and_the_back_office(client: Client) -> None:
    page = client.get("/robots.txt")
    assert b"".join(page) == b"User-agent: *\nDisallow: /admin/\nDisallow: /q/\n"  # type: ignore[arg-type]
