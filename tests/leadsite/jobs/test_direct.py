"""The worker connects past a pooler."""

from django.db import connection
from pytest_django.fixtures import Settings

from leadsite.jobs import direct
from leadsite.settings import bounded


def test_it_connects_as_django_does(settings: Settings) -> None:
    settings.LISTEN_DATABASE = {}
    found = direct.parameters("listener")
    assert (found["dbname"], found["user"]) == (connection.settings_dict["NAME"], "leadsite_web")
    assert found["application_name"] == "leadsite listener"
    assert found["connect_timeout"] == 2


def test_a_direct_address_goes_first(settings: Settings) -> None:
    settings.LISTEN_DATABASE = bounded(
        {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "shop",
            "USER": "web",
            "HOST": "direct",
            "PORT": 5432,
        }
    )
    found = direct.parameters("worker")
    assert (found["host"], found["dbname"], found["user"]) == ("direct", "shop", "web")
    assert found["keepalives_idle"] == 2
    assert connection.settings_dict["HOST"] != "direct"
