from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import RequestFactory

from leads.demo.stories import STORIES
from leads.models import Lead
from leadsite.accounts.models import User
from tests.leads.quoting.rows import laminate

pytestmark = pytest.mark.django_db


@pytest.fixture
def data_dir(settings: object, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.EMBEDDED = True
    return tmp_path


def load_demo(**options: object) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, verbosity=0, **options)
    return out.getvalue()


def test_an_empty_embedded_shop_gets_the_demo(data_dir: Path) -> None:
    assert f"The demo is loaded: {len(STORIES)} leads." in load_demo()
    assert Lead.objects.count() == len(STORIES)


def test_the_passwords_in_the_file_log_in_and_only_the_owner_reads_it(data_dir: Path) -> None:
    load_demo()
    logins = data_dir / "demo_logins.txt"
    assert logins.stat().st_mode & 0o777 == 0o600
    pairs = [line.split()[:2] for line in logins.read_text().splitlines()]
    at_the_door = RequestFactory().post("/admin/login/")
    users = [authenticate(at_the_door, username=name, password=password) for name, password in pairs]
    assert [user and user.get_username() for user in users] == ["neha", "rajesh", "meera"]


def test_two_installations_have_different_passwords(data_dir: Path) -> None:
    load_demo()
    first = (data_dir / "demo_logins.txt").read_text()
    User.objects.update(username=Concat("username", Value("-before")))
    load_demo(force=True)
    assert (data_dir / "demo_logins.txt").read_text() != first


def test_a_database_of_ones_own_gets_no_demo_unless_asked(data_dir: Path, settings: object) -> None:
    settings.EMBEDDED = False
    with pytest.raises(CommandError, match="only with --force"):
        load_demo()
    assert Lead.objects.count() == 0
    load_demo(force=True)
    assert Lead.objects.count() == len(STORIES)


def test_a_shop_in_use_gets_no_demo_unless_asked(data_dir: Path) -> None:
    laminate()
    with pytest.raises(CommandError, match="in use already"):
        load_demo()
    assert Lead.objects.count() == 0
