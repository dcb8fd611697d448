import pytest
from django.test import RequestFactory

from leadsite.way_back import way_back


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/leads/lead/?status=new&x=/../", "/admin/activity/../leads/"]
)
def test_a_page_of_the_back_office_is_a_way_back(address: str) -> None:
    assert way_back(RequestFactory().post("/", {"next": address}), "/x/") == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/",
        "/administration/",
        "/admin/../q/",
        "/admin/%2e%2e/q/",
        "/admin/\\..\\q",
        "https://evil.example/admin/",
        "//evil.example/admin/",
        "javascript:alert(1)",
        "http:///evil.example/admin/",
        " /admin/\n",
        f"/admin/leads/lead/?q={'x' * 1000}",
    ],
)
def test_anything_else_is_none(address: str) -> None:
    assert way_back(RequestFactory().post("/", {"next": address}), "/x/") == "/x/"
