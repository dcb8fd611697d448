from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from activity.letters.models import LetterTemplate
from tests.leads.steps import logged_in, problems, said
from tests.people import alice, bob, charlie, in_role

pytestmark = pytest.mark.django_db
LIST = "/admin/activity/lettertemplate/"


def english() -> LetterTemplate:
    return LetterTemplate.objects.get(purpose="acknowledgement", language="en")


def page(row: LetterTemplate, name: str = "edit") -> str:
    return f"{LIST}{row.pk}/{name}/"


def typed(row: LetterTemplate, **changed: object) -> dict[str, object]:
    facts = {
        "name": row.name,
        "language": row.language,
        "subject": row.subject,
        "body": row.body,
        "is_used": "on",
    }
    return {**facts, "seen": row.changed_at.isoformat(), "do": "save", **changed}


def stored() -> list[tuple[object, ...]]:
    return list(LetterTemplate.objects.order_by("pk").values_list())


def test_the_list_asks_once_however_many_there_are(django_assert_num_queries: object) -> None:
    client = logged_in(alice())
    client.get(LIST)
    for count in (9, 39):
        more = [
            LetterTemplate(
                purpose="reply", name=f"{n}", language="en", subject="s", body="b", changed_at=timezone.now()
            )
            for n in range(count - LetterTemplate.objects.count())
        ]
        LetterTemplate.objects.bulk_create(more)
        with django_assert_num_queries(3):  # type: ignore[operator]
            assert len(client.get(LIST).context["rows"]) == count


def test_a_template_is_shown_as_a_customer_reads_it() -> None:
    response = logged_in(alice()).get(page(english(), "change"))
    assert response.status_code == 200
    assert "Hello Priya Sharma," in response.context["letter"].text
    assert "<p>Hello Priya Sharma,</p>" in response.content.decode()


def test_get_asks_and_changes_nothing() -> None:
    client, before = logged_in(alice()), stored()
    assert [client.get(page(english())).status_code, client.get(f"{LIST}new/").status_code] == [200, 200]
    assert stored() == before


def test_a_preview_shows_what_was_typed_and_saves_nothing() -> None:
    row, before = english(), stored()
    response = logged_in(alice()).post(page(row), typed(row, do="preview", body="Dear {customer}\n{quote}"))
    assert response.status_code == 200
    assert "<p>Dear Priya Sharma</p>" in response.content.decode()
    assert stored() == before


def test_post_saves_and_says_who() -> None:
    row, user = english(), alice()
    response = logged_in(user).post(
        page(row), typed(row, subject="Your  quote\t{folio}", body="Dear {customer}\r\n")
    )
    assert (response.status_code, response["Location"]) == (302, page(row, "change"))
    assert said(response) == ["Saved: “Acknowledgement” reads like this from now on."]
    now = english()
    assert (now.subject, now.body, now.changed_by_id) == (
        "Your quote {folio}",
        "Dear {customer}",
        user.identifier,
    )
    assert now.changed_at > row.changed_at


def test_lines_end_as_browsers_end_them() -> None:
    row = english()
    sent = typed(row, body=row.body.replace("\n", "\r\n") + "\r\n{customer}")
    assert logged_in(alice()).post(page(row), sent).status_code == 302
    assert english().body == row.body + "\n{customer}"


def test_a_new_one_is_to_begin_replies_with() -> None:
    facts = {
        "name": "Samples",
        "language": "es",
        "subject": "Muestras",
        "body": "Hola, {customer}: {colleague}",
        "is_used": "on",
        "do": "save",
    }
    assert logged_in(alice()).post(f"{LIST}new/", facts).status_code == 302
    row = LetterTemplate.objects.get(name="Samples")
    assert (row.purpose, row.language, row.is_used) == ("reply", "es", True)


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"body": "Hello {custommer} Kept"}, "There is no placeholder {custommer} here. Braces stand around placeholders only: see the list."),
        ({"body": "Hello {colleague} Kept"}, "There is no placeholder {colleague} here. Braces stand around placeholders only: see the list."),
        ({"body": "See {quote} here Kept"}, "{quote} is a list: put it on a line of its own."),
        ({"subject": "Kept {quote}"}, "There is no placeholder {quote} here. Braces stand around placeholders only: see the list."),
        ({"subject": " ", "body": "Kept"}, "Write a subject."),
        ({"body": " ", "subject": "Kept"}, "Write the text."),
        ({"name": "", "subject": "Kept"}, "Give it a name."),
        ({"body": "Kept\0"}, "There is a character in here that cannot be stored. Please type it again."),
        ({"seen": "yesterday", "body": "Kept"}, "This page was incomplete. Look at it again and send it once more."),
        ({"body": "Kept" + "x" * 10_000}, "Please keep this to 10000 characters."),
    ],
)  # fmt: skip
def test_a_bad_post_changes_nothing_says_why_and_keeps_what_was_typed(
    facts: dict[str, object], wrong: str
) -> None:
    row, before = english(), stored()
    for do in ("save", "preview"):
        response = logged_in(alice() if do == "save" else in_role("Manager")).post(
            page(row), typed(row, **facts, do=do)
        )
        assert (response.status_code, problems(response)) == (422, [wrong])
        assert "Kept" in response.content.decode()
    assert stored() == before


def test_the_language_of_an_acknowledgement_stays() -> None:
    row = english()
    logged_in(alice()).post(page(row), typed(row, language="hi", body="x"))
    assert english().body == "x"


def test_a_colleague_who_was_faster_loses_nothing() -> None:
    row, client = english(), logged_in(alice())
    later = timezone.now() + timedelta(seconds=1)
    LetterTemplate.objects.filter(pk=row.pk).update(
        body="Theirs", changed_at=later, changed_by_id=bob().identifier
    )
    response = client.post(page(row), typed(row, body="Mine"))
    html = response.content.decode()
    assert (response.status_code, problems(response)) == (
        409,
        ["Somebody changed this template meanwhile. Look at theirs, then go on."],
    )
    assert all(text in html for text in ("Theirs", "Mine", "Bob Rao", later.isoformat()))
    assert english().body == "Theirs"
    assert client.post(page(row), typed(row, body="Mine", seen=later.isoformat())).status_code == 302


def test_nothing_different_is_said_so() -> None:
    row = english()
    response = logged_in(alice()).post(page(row), typed(row))
    assert (response.status_code, problems(response)) == (409, ["Nothing is different from what is saved."])


def test_a_name_is_taken_once_in_a_language() -> None:
    facts = {"name": "The quote once more", "language": "en", "subject": "Kept", "body": "b", "do": "save"}
    response = logged_in(alice()).post(f"{LIST}new/", facts)
    assert (response.status_code, problems(response)) == (
        409,
        ["There is a template of this name in this language already."],
    )


@pytest.mark.parametrize("name", ["change", "edit"])
def test_a_template_that_is_not_there(name: str) -> None:
    assert logged_in(alice()).get(f"{LIST}{uuid4()}/{name}/").status_code == 404


@pytest.mark.parametrize("user", [charlie, bob])
def test_without_permission_nothing_is_shown_or_saved(user: object) -> None:
    row, before = english(), stored()
    who = user("activity.view_lettertemplate") if user is bob else charlie()  # type: ignore[operator]
    assert logged_in(who).post(page(row), typed(row, body="x")).status_code in (302, 403)
    assert stored() == before


def test_anonymous_is_sent_to_sign_in() -> None:
    response = Client().post(page(english()), {})
    assert (response.status_code, response["Location"].partition("?")[0]) == (302, "/admin/login/")


def test_hostile_words_in_a_template_are_text() -> None:
    row = english()
    html = (
        logged_in(alice())
        .post(page(row), typed(row, do="preview", body="<script>alert(1)</script>"))
        .content.decode()
    )
    assert "<script>alert(1)" not in html
