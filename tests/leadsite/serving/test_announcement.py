from pathlib import Path

from leadsite.serving import announcement
from tests.leadsite.serving.house import free_port


def test_a_host_that_was_chosen_is_the_one_that_is_printed() -> None:
    assert announcement.addresses("192.0.2.7", 8000, None).split("\n")[2:-2] == [
        "  Quote form   http://192.0.2.7:8000/",
        "  Back office  http://192.0.2.7:8000/admin/",
    ]


def test_the_embedded_database_is_named_for_psql_and_backups() -> None:
    text = announcement.addresses("0.0.0.0", 8000, Path("/tmp/leadsite-0"))  # noqa: S104, S108
    assert "  Database     psql -h /tmp/leadsite-0 -U postgres leadsite" in text.split("\n")


def test_logins_are_printed_as_they_were_written(tmp_path: Path) -> None:
    (tmp_path / "demo_logins.txt").write_text("neha  one\nrajesh  two\n")
    assert announcement.logins(tmp_path).splitlines()[1:] == ["    neha  one", "    rajesh  two"]


def test_where_no_demo_was_loaded_no_logins_are_printed(tmp_path: Path) -> None:
    assert announcement.logins(tmp_path) == ""


def test_a_closed_port_is_not_serving() -> None:
    assert not announcement.is_serving("127.0.0.1", free_port())
