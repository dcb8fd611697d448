"""What the start command tells the person who started it."""

import http.client
from pathlib import Path

from leadsite.embedded.installation import outward_addresses

ANYWHERE = ("0.0.0.0", "::")  # noqa: S104  # compared with, not bound
PROBE_SECONDS = 0.3


def is_serving(host: str, port: int) -> bool:
    """Whether a web process answers; whatever it answers."""
    connection = http.client.HTTPConnection(
        "localhost" if host in ANYWHERE else host, port, timeout=PROBE_SECONDS
    )
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def addresses(host: str, port: int, database: Path | None) -> str:
    """Where everything is; `database` is the folder of the embedded server's socket."""
    hosts = ["localhost", *outward_addresses()] if host in ANYWHERE else [host]
    lines = ["", "Leadsite is serving."]
    lines += [f"  Quote form   http://{name}:{port}/" for name in hosts]
    lines += [f"  Back office  http://{hosts[0]}:{port}/admin/"]
    if database is not None:
        lines += [f"  Database     psql -h {database} -U postgres leadsite"]
    return "\n".join([*lines, "  Ctrl-C ends it all.", ""])


def logins(data_dir: Path) -> str:
    """The demo's accounts of this installation; nothing where no demo was loaded."""
    try:
        text = (data_dir / "demo_logins.txt").read_text().strip()
    except OSError:
        return ""
    listed = "\n".join(f"    {line}" for line in text.splitlines())
    return f"  Demo logins of this installation ({data_dir / 'demo_logins.txt'}):\n{listed}\n"
