"""The project's settings for the suite: its own database and data folder, never an installation's."""

import os
from pathlib import Path
from urllib.parse import quote

from leadsite.embedded.paths import PORT as SOCKET_PORT
from leadsite.embedded.paths import socket_dir

# The suite's own PostgreSQL (tests/embedded_database.py), used unless DATABASE_URL names another.
SUITE_DATA_DIR = Path(__file__).resolve().parent.parent / ".cache" / "test-postgres"


def address(role: str) -> str:
    return f"postgres://{role}@{quote(str(socket_dir(SUITE_DATA_DIR)), safe='')}:{SOCKET_PORT}/leadsite"


os.environ.setdefault("DEBUG", "yes")
if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = address("leadsite_web")
    os.environ["MIGRATE_DATABASE_URL"] = address("leadsite_owner")
    os.environ["DATA_DIR"] = str(SUITE_DATA_DIR)
os.environ["DJANGO_SETTINGS_MODULE"] = "leadsite.settings"  # for the programs that tests start

from leadsite.settings import *  # noqa: E402, F403

# Nothing is collected for the suite: files are served from where they lie.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True

# whitenoise warns of a folder that is not there, and the suite takes warnings for errors.
STATIC_ROOT = Path(__file__).resolve().parent.parent / ".cache" / "test-static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# Slow hashing is for passwords that are worth guessing.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A thread that a test leaves behind, such as one of a lane, keeps no connection to the suite's database.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405  # from the project's settings
