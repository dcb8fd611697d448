import pytest
from django.test import Client

from leadsite.accounts.models import User
from tests.people import alice, bob

pytestmark = pytest.mark.django_db
ADD = "/admin/accounts/user/add/"


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(alice())
    return client


def page_of(user: User) -> str:
    return f"/admin/accounts/user/{user.pk}/change/"


def form_of(user: User, **changed: str) -> dict[str, str]:
    return {
        "username": user.username,
        "name": user.name,
        "email": user.email,
        "is_active": "on",
        "phone": "",
        "language": "",
        "time_zone": "",
        **changed,
    }


def test_a_new_colleague_gets_an_identifier_of_the_database(client: Client) -> None:
    form = {
        "username": "dana",
        "name": "Dana Roy",
        "usable_password": "true",
        "password1": "a-Long-one-7",
        "password2": "a-Long-one-7",
    }
    client.post(ADD, form)
    dana = User.objects.get(username="dana")
    assert (dana.name, dana.check_password("a-Long-one-7")) == ("Dana Roy", True)
    assert dana.identifier.startswith("sales_user_")


def test_a_colleagues_own_time_zone_language_and_phone_are_kept(client: Client) -> None:
    user = bob()
    client.post(page_of(user), form_of(user, phone="98200 12345", language="hi", time_zone="Asia/Kolkata"))
    user.refresh_from_db()
    assert (user.phone, user.language, user.time_zone) == ("+919820012345", "hi", "Asia/Kolkata")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "12"),
        ("time_zone", "Mumbai"),
        ("time_zone", "../etc/passwd"),
        ("language", "fr"),
        ("name", ""),
    ],
)
def test_what_cannot_be_understood_is_refused_beside_its_field(
    field: str, value: str, client: Client
) -> None:
    user = bob()
    response = client.post(page_of(user), form_of(user, **{field: value}))
    assert list(response.context["adminform"].form.errors) == [field]


def test_an_identifier_is_read_only(client: Client) -> None:
    user = bob()
    before = user.identifier
    client.post(page_of(user), form_of(user, identifier="sales_user_999"))
    user.refresh_from_db()
    assert user.identifier == before


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_one_count_of_queries(
    many: int, client: Client, django_assert_num_queries: object
) -> None:
    for number in range(many):
        User.objects.create_user(f"user{number}", name=f"User {number}")
    with django_assert_num_queries(6):
        assert client.get("/admin/accounts/user/").status_code == 200
