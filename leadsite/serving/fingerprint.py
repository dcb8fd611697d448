"""What a start may skip because it was done before and nothing it depends on has changed."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from leadsite import __version__


def digest(facts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def of_files(paths: Iterable[Path]) -> list[str]:
    found = [(str(path), path.stat()) for path in paths]
    return sorted(f"{name} {facts.st_size} {facts.st_mtime_ns}" for name, facts in found)


def of_static_files() -> str:
    """Changes with every file that collectstatic would collect."""
    sources = (Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([]))
    return digest([__version__, settings.STORAGES["staticfiles"]["BACKEND"], *of_files(sources)])


def of_preparation() -> str:
    """Changes with the migrations and with the settings that migrate writes into the database."""
    folders = (Path(app.path, "migrations") for app in apps.get_app_configs())
    ours = (path for folder in folders for path in folder.glob("*.py"))
    facts = [settings.TIME_ZONE, settings.CURRENCY, str(settings.OWNER_DATABASE["HOST"])]
    return digest([__version__, *facts, str(settings.OWNER_DATABASE["NAME"]), *of_files(ours)])


def matches(path: Path, value: str) -> bool:
    try:
        return path.read_text() == value
    except OSError:
        return False


def remember(path: Path, value: str) -> None:
    """Without room for it the work is done again at the next start."""
    with suppress(OSError):
        path.write_text(value)
