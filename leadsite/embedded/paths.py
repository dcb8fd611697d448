"""Where the embedded PostgreSQL of a DATA_DIR keeps its things."""

import hashlib
from pathlib import Path

# One name for every process of an installation: TMPDIR differs between a shell, cron and a service.
SOCKET_PARENT = Path("/tmp")  # noqa: S108  # the folder below it is private, and its owner is checked
PORT = 5432  # only a part of the socket's name: no TCP port is opened


def socket_dir(data_dir: Path) -> Path:
    """A short private folder: a socket's path may have 107 bytes, a DATA_DIR any length."""
    digest = hashlib.sha256(str(data_dir).encode()).hexdigest()[:12]
    return SOCKET_PARENT / f"leadsite-{digest}"


def cluster_dir(data_dir: Path) -> Path:
    return data_dir / "postgres"


def log_file(data_dir: Path) -> Path:
    return data_dir / "postgres.log"


def start_lock(data_dir: Path) -> Path:
    """Held for as long as somebody starts or stops the server."""
    return data_dir / "postgres.start.lock"


def users_lock(data_dir: Path) -> Path:
    """Shared by every process that uses the server: who gets it alone is the last one."""
    return data_dir / "postgres.users.lock"


def serve_lock(data_dir: Path) -> Path:
    """Held by the start command: two of them never share a DATA_DIR."""
    return data_dir / "serve.lock"
