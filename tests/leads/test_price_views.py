from dataclasses import replace
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from leads.intake import at_once
from leads.quoting import publishing
from leads.quoting.models import PriceItem, PriceListVersion
from tests.leads.lost import published, quoted
from tests.leads.quoting.rows import NOW, laminate, panel, with_break
from tests.people import alice, bob, charlie, in_role

pytestmark = pytest.mark.django_db
LIST = "/admin/leads/priceitem/"
URL, UPLOAD, DOWNLOAD = f"{LIST}publish/", f"{LIST}upload/", f"{LIST}download/"
CHEAPER = "slug,unit_price\npremium-laminate,99\n"


def logged_in(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(response: object) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def versions() -> list[int]:
    return list(PriceListVersion.objects.order_by("number").values_list("number", flat=True))


def test_get_shows_what_would_change_and_changes_nothing() -> None:
    laminate()
    response = logged_in(alice()).get(URL)
    assert [(change.kind, change.item.slug) for change in response.context["preview"].changes] == [
        ("added", "premium-laminate")
    ]
    assert versions() == []


def test_post_publishes_what_was_shown() -> None:
    laminate()
    person = alice()
    client = logged_in(person)
    shown = client.get(URL).context["preview"].digest
    response = client.post(URL, {"digest": shown})
    assert (response.status_code, response["Location"]) == (302, "/admin/leads/pricelistversion/1/change/")
    assert said(response) == ["Version 1 is published. The form prices by it within two seconds."]
    assert PriceListVersion.objects.get().published_by == person.identifier


def test_a_post_without_what_was_shown_changes_nothing() -> None:
    laminate()
    response = logged_in(alice()).post(URL)
    assert (response.status_code, response["Location"]) == (302, URL)
    assert said(response) == ["Somebody has edited the price list meanwhile. Look again before you publish."]
    assert versions() == []


def test_a_change_made_meanwhile_is_shown_before_it_is_published() -> None:
    laminate()
    client = logged_in(alice())
    shown = client.get(URL).context["preview"].digest
    PriceItem.objects.update(unit_price=Decimal(1))
    client.post(URL, {"digest": shown})
    assert versions() == []


def test_a_stranger_is_sent_to_the_login() -> None:
    laminate()
    response = Client().post(URL)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={URL}")
    assert versions() == []


def test_an_account_without_access_is_sent_to_the_login() -> None:
    response = logged_in(charlie()).post(URL)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={URL}")


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_colleague_who_may_edit_but_not_publish_is_refused(method: str) -> None:
    laminate()
    client = logged_in(bob("leads.change_priceitem", "leads.view_priceitem"))
    assert getattr(client, method)(URL).status_code == 403
    assert versions() == []


def test_publishing_twice_says_that_nothing_has_changed() -> None:
    laminate()
    publishing.publish(actor=None, now=NOW)
    client = logged_in(alice())
    assert "Nothing has changed since version 1." in client.get(URL).content.decode()
    response = client.post(URL, {"digest": publishing.preview().digest})
    assert said(response) == ["Nothing has changed since the last version."]
    assert versions() == [1]


def test_an_empty_list_is_not_offered() -> None:
    assert "No item is on sale" in logged_in(alice()).get(URL).content.decode()


def test_an_item_that_contradicts_itself_is_named() -> None:
    with_break(laminate(), "100", "500")
    page = logged_in(alice()).get(URL).content.decode()
    assert "premium-laminate: a larger quantity must not cost more per unit" in page


def test_old_and_new_values_stand_side_by_side() -> None:
    row = laminate()
    panel()
    publishing.publish(actor=None, now=NOW)
    row.unit_price = Decimal("99.5")
    row.save()
    page = logged_in(alice()).get(URL)
    assert "Unit price: 110 → 99.5" in page.content.decode()
    assert [change.item.name for change in page.context["preview"].changes] == ["Premium laminate"]


def test_what_it_means_for_a_typical_basket_is_shown() -> None:
    prices = published()
    for quantity in ("1", "2", "3"):
        record, _ = quoted(prices, ("wall-panel", quantity, ""))
        at_once.store(record)
    PriceItem.objects.filter(slug="wall-panel").update(unit_price=Decimal(500))
    page = logged_in(alice()).get(URL)
    effect = page.context["effect"]
    assert (effect.median.old, effect.median.new, effect.count) == (Decimal(900), Decimal(1000), 3)
    text = page.content.decode()
    assert "3 of the newest 3 quotes would change. This is the middle one of them" in text
    assert "+₹100.00" in text
    assert "₹2,700.00 → ₹3,000.00 (+₹300.00)" in text


def test_suspects_are_no_typical_customers() -> None:
    prices = published()
    record, _ = quoted(prices, ("wall-panel", "1", ""))
    at_once.store(replace(record, suspect="honeypot"))
    PriceItem.objects.update(unit_price=Decimal(1))
    page = logged_in(alice()).get(URL)
    assert page.context["effect"].example
    assert "Nobody has asked for a quote yet" in page.content.decode()


def test_another_currency_is_not_compared(settings: Settings) -> None:
    published()
    settings.CURRENCY = "USD"
    page = logged_in(alice()).get(URL)
    assert page.context["effect"] is None
    assert "The currency changes from INR to USD." in page.content.decode()


@pytest.mark.parametrize("many", [1, 30])
def test_publishing_takes_as_many_queries_for_many_quotes_as_for_one(
    many: int, django_assert_num_queries: object
) -> None:
    prices = published()
    for number in range(1, many + 1):
        record, _ = quoted(prices, ("wall-panel", str(number), ""))
        at_once.store(record)
    PriceItem.objects.update(unit_price=Decimal(1))
    client = logged_in(alice())
    with django_assert_num_queries(6):
        assert client.get(URL).context["effect"].count == many


def test_what_customers_do_not_see_yet_is_said_on_the_list() -> None:
    published()
    client = logged_in(alice())
    assert "Customers see exactly this: version 1." in client.get(LIST).content.decode()
    PriceItem.objects.update(unit_price=Decimal(1))
    page = client.get(LIST).content.decode()
    assert "2 items differ from version 1, which customers see." in page
    assert URL in page


def test_a_list_never_published_is_said() -> None:
    laminate()
    assert "Nothing is published yet" in logged_in(alice()).get(LIST).content.decode()


def test_an_item_that_contradicts_itself_is_said_on_the_list() -> None:
    with_break(laminate(), "100", "500")
    assert "One item contradicts itself" in logged_in(alice()).get(LIST).content.decode()


def test_the_buttons_are_not_shown_to_others() -> None:
    laminate()
    page = logged_in(bob("leads.view_priceitem")).get(LIST).content.decode()
    assert URL not in page
    assert UPLOAD not in page
    assert DOWNLOAD in page


def test_the_list_comes_as_a_file_for_spreadsheets() -> None:
    laminate()
    response = logged_in(bob("leads.view_priceitem")).get(DOWNLOAD)
    assert response.content.startswith(b"\xef\xbb\xbfslug,")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="price-list-')


def uploaded(client: Client, text: str) -> object:
    return client.post(UPLOAD, {"file": SimpleUploadedFile("prices.csv", text.encode())})


def confirmation(page: object) -> dict[str, str]:
    return {"content": page.context["content"], "digest": page.context["preview"].digest}


def test_get_asks_for_a_file() -> None:
    page = logged_in(in_role("Manager")).get(UPLOAD).content.decode()
    assert 'type="file"' in page
    assert 'name="digest"' not in page


def test_a_file_is_shown_before_it_is_written() -> None:
    laminate()
    page = uploaded(logged_in(in_role("Manager")), CHEAPER)
    assert "Unit price: 110 → 99" in page.content.decode()
    assert PriceItem.objects.get().unit_price == Decimal(110)


def test_confirming_writes_what_was_shown_and_publishes_nothing() -> None:
    laminate()
    client = logged_in(in_role("Manager"))
    response = client.post(UPLOAD, confirmation(uploaded(client, CHEAPER)))
    assert (response.status_code, response["Location"]) == (302, LIST)
    assert said(response) == ["1 item was written. Customers see it once it is published."]
    assert (PriceItem.objects.get().unit_price, versions()) == (Decimal(99), [])


def test_a_list_edited_meanwhile_is_shown_again_instead_of_written_over() -> None:
    laminate()
    client = logged_in(in_role("Manager"))
    shown = confirmation(uploaded(client, CHEAPER))
    PriceItem.objects.update(unit_price=Decimal(120))
    response = client.post(UPLOAD, shown)
    assert said(response) == ["Somebody has edited the price list meanwhile. Look again before you confirm."]
    assert "Unit price: 120 → 99" in response.content.decode()
    assert PriceItem.objects.get().unit_price == Decimal(120)


def test_confirming_twice_says_that_there_is_nothing_to_write() -> None:
    laminate()
    client = logged_in(in_role("Manager"))
    shown = confirmation(uploaded(client, CHEAPER))
    client.post(UPLOAD, shown)
    page = client.post(UPLOAD, shown)
    assert "The file says what the price list says: there is nothing to write." in page.content.decode()


def test_a_file_that_changes_nothing_is_never_a_success() -> None:
    laminate()
    client = logged_in(in_role("Manager"))
    page = uploaded(client, "slug,unit_price\npremium-laminate,110\n")
    assert 'name="digest"' not in page.content.decode()
    response = client.post(UPLOAD, confirmation(page))
    assert said(response) == ["The file says what the price list says: nothing was changed."]


def test_wrong_cells_are_listed_and_nothing_can_be_confirmed() -> None:
    page = uploaded(logged_in(in_role("Manager")), "slug,unit_price\n<b>,x\n")
    text = page.content.decode()
    assert "“x” is not a number such as 110 or 99.50." in text
    assert 'name="digest"' not in text
    assert "&lt;b&gt;" in text


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (None, "Choose a file first."),
        (b"", "The file is empty."),
        (b"\xff\xfe", "The file is not UTF-8."),
        (b"x" * 600_000, "The file is larger than 512 kB."),
        (b"colour", "The first row names columns that we do not have: colour."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_price_list_is_refused_with_a_sentence(file: bytes | None, why: str) -> None:
    data = {} if file is None else {"file": SimpleUploadedFile("prices.csv", file)}
    page = logged_in(in_role("Manager")).post(UPLOAD, data)
    assert page.status_code == 422
    assert why in page.content.decode()


@pytest.mark.parametrize("content", ["", "no base64!", "/w=="])
def test_a_preview_that_is_no_longer_whole_is_not_written(content: str) -> None:
    response = logged_in(in_role("Manager")).post(UPLOAD, {"content": content, "digest": "x"})
    assert (response.status_code, response["Location"]) == (302, UPLOAD)
    assert said(response) == ["The preview is no longer whole. Upload the file again."]


def test_strangers_reach_neither_file_nor_upload() -> None:
    for url in (UPLOAD, DOWNLOAD):
        assert Client().get(url)["Location"] == f"/admin/login/?next={url}"


def test_sales_may_read_the_file_and_not_write_one() -> None:
    laminate()
    client = logged_in(in_role("Sales"))
    answers = [client.get(DOWNLOAD), client.get(UPLOAD), uploaded(client, CHEAPER)]
    assert [answer.status_code for answer in answers] == [200, 403, 403]
    assert PriceItem.objects.get().unit_price == Decimal(110)
