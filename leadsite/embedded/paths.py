"""Where the embedded PostgreSQL of a DATA_DIR keeps its socket."""

import hashlib
import tempfile
from pathlib import Path


def socket_dir(data_dir: Path) -> Path:
    """A short private folder: a socket's path may have 107 bytes, a DATA_DIR any length."""
    digest = hashlib.sha256(str(data_dir).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"leadsite-{digest}"
