import pytest
from django.test import Client

from activity.models import Activity
from tests.leads.facts import lead
from tests.people import alice

pytestmark = pytest.mark.django_db
LIST = "/admin/activity/activity/"


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(alice())
    return client


def test_the_log_is_filtered_by_status(client: Client) -> None:
    row = lead()
    Activity.objects.create(lead=row, type="note", message="Called")
    Activity.objects.create(
        lead=row, type="waiting", status="pending", message="Waits", metadata={"reason": "x"}
    )
    page = client.get(f"{LIST}?status=pending")
    assert [activity.message for activity in page.context["cl"].result_list] == ["Waits"]


def test_an_activity_is_shown_and_not_changed(client: Client) -> None:
    activity = Activity.objects.create(lead=lead(), type="note", message="Called <b>twice</b>")
    url = f"{LIST}{activity.id}/change/"
    assert "Called &lt;b&gt;twice&lt;/b&gt;" in client.get(url).content.decode()
    assert client.post(url, {"message": "Never"}).status_code == 403
    assert client.post(f"{LIST}{activity.id}/delete/", {"post": "yes"}).status_code == 403
