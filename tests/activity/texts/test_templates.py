"""Templates of SMS: only placeholders that are known, filled with what we know of the customer."""

import json

import pytest
from django.db import IntegrityError
from django.test import Client

from activity.texts import templates
from activity.texts.models import TextTemplate
from tests.leads import facts
from tests.leads.steps import logged_in, step
from tests.people import in_role

pytestmark = pytest.mark.django_db
NEW = "/admin/activity/texttemplate/add/"


@pytest.fixture
def meera() -> Client:
    return logged_in(in_role("Manager", "meera", "Meera Iyer"))


def test_a_manager_makes_one(meera: Client) -> None:
    assert meera.post(NEW, {"name": "Samples", "text": "Dear {customer}, {folio}"}).status_code == 302
    assert TextTemplate.objects.get().text == "Dear {customer}, {folio}"


@pytest.mark.parametrize("text", ["Dear {name}", "Dear {customer.__class__}", "a { b", "{}", "x" * 1601])
def test_one_that_would_reach_the_customer_as_it_is_cannot_be_saved(meera: Client, text: str) -> None:
    answer = meera.post(NEW, {"name": "Samples", "text": text})
    assert (answer.status_code, TextTemplate.objects.count()) == (200, 0)
    assert "errorlist" in answer.content.decode()


@pytest.mark.parametrize("text", ["Dear {name}", "a } b"])
def test_the_database_refuses_it_too(text: str) -> None:
    with pytest.raises(IntegrityError, match="text_templates_placeholders_check"):
        TextTemplate.objects.create(name="Samples", text=text)


def test_it_begins_an_sms_with_what_we_know_of_the_customer(meera: Client) -> None:
    row = facts.lead(name="{folio} <b>")
    template = TextTemplate.objects.create(name="Samples", text="Dear {customer}, {colleague}")
    page = meera.get(step(row, "text") + f"?template={template.pk}").content.decode()
    assert "Dear {folio} &lt;b&gt;, Meera Iyer" in page


def test_one_that_is_not_there_begins_nothing(meera: Client) -> None:
    assert meera.get(step(facts.lead(), "text") + "?template=x").status_code == 200


def test_the_page_says_how_it_reads_and_the_browser_fills_in_the_same(meera: Client) -> None:
    template = TextTemplate.objects.create(name="Samples", text="Dear {customer}")
    page = meera.get(f"/admin/activity/texttemplate/{template.pk}/change/")
    assert page.context["reads"] == "Dear Priya Sharma"
    assert json.loads(page.context["example"]) == templates.made_up()


@pytest.mark.parametrize("path", ["lettertemplate", "texttemplate"])
def test_from_the_templates_of_one_kind_a_tab_leads_to_the_others(meera: Client, path: str) -> None:
    page = meera.get(f"/admin/activity/{path}/").content.decode()
    for other in ("lettertemplate", "texttemplate"):
        assert f'<a href="/admin/activity/{other}/"' in page
