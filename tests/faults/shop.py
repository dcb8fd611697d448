"""The whole shop as `make run` starts it, on a PostgreSQL that the tests may hurt."""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from tests.faults.postgres import Postgres, free_port
from tests.faults.proxy import Proxy
from tests.faults.traffic import Sent

ROOT = Path(__file__).resolve().parents[2]
STAFF_NAME, STAFF_PASSWORD = "asha", "a-long-password-of-the-suite"


class Shop:
    """PostgreSQL, a proxy before it, and `manage.py serve` with its web processes."""

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        prefix: tuple[str, ...] = (),
        connections: int = 30,
        **environment: str,
    ) -> None:
        self.postgres = Postgres(max_connections=str(connections))
        self.proxy = Proxy(("127.0.0.1", self.postgres.port))
        self.data = Path(tempfile.mkdtemp(prefix="leadsite-shop-"))
        self.spool = self.data / "spool"
        self.log = self.data / "serve.log"
        self.port = free_port()
        self.prefix = prefix
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("DJANGO_", "PYTEST_"))
            },
            "DATABASE_URL": self.postgres.url("leadsite_web", host, self.proxy.port),
            "MIGRATE_DATABASE_URL": self.postgres.url("leadsite_owner", "127.0.0.1", self.postgres.port),
            "DATA_DIR": str(self.data),
            "PORT": str(self.port),
            "SECRET_KEY": "a-key-of-the-fault-suite-that-is-long-enough",
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "WHATSAPP_NUMBER": "919876543210",
            "SECURE_COOKIES": "no",
            "DEBUG": "no",
            "SPOOL_EPHEMERAL_OK": "yes",
            "INTAKE_PER_ADDRESS": "1000000",
            "INTAKE_IN_TOTAL": "1000000",
            "INTAKE_MINIMUM_SECONDS": "0",
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    # --- life ---------------------------------------------------------------
    def open(self) -> "Shop":
        self.manage("migrate")
        self.manage("load_demo", "--force")
        self.manage("shell", "-c", STAFF_MEMBER)
        self.start()
        return self

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self.prefix, sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False, timeout=1500,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [*self.prefix, sys.executable, "manage.py", "serve"],
                cwd=ROOT, env=self.environment, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        self.wait_until_it_answers()

    def wait_until_it_answers(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.get("/healthz")[0] == 200 and self.get("/")[0] == 200:
                    return
            time.sleep(0.1)
        raise AssertionError(f"the shop did not open:\n{self.log.read_text()[-3000:]}")

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.proxy.close()
        self.postgres.remove()
        subprocess.run(["umount", "-q", str(self.spool)], check=False, capture_output=True)
        shutil.rmtree(self.data, ignore_errors=True)

    # --- what a person would do ---------------------------------------------
    def get(self, path: str, **headers: str) -> tuple[int, str, http.client.HTTPMessage]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, response.read().decode(), response.headers
        finally:
            connection.close()

    def product(self) -> str:
        """The slug of a product that the form offers."""
        found = re.search(r'<option[^>]* value="([a-z0-9-]+)"', self.get("/")[1])
        assert found is not None, "the form offers no product"
        return found[1]

    def form_token(self) -> str:
        found = re.search(r'name="token"[^>]* value="([^"]+)"', self.get("/")[1])
        assert found is not None, "the form carries no token"
        return found[1]

    def sign_in(self) -> str:
        """The Cookie header of a signed-in member of staff."""
        _, page, headers = self.get("/admin/login/")
        cookies = SimpleCookie(headers.get("Set-Cookie", ""))
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        fields = {
            "csrfmiddlewaretoken": token[1],
            "username": STAFF_NAME,
            "password": STAFF_PASSWORD,
            "next": "/admin/",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(
            "POST", "/admin/login/", urlencode(fields),
            {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={cookies['csrftoken'].value}"},
        )  # fmt: skip
        response = connection.getresponse()
        response.read()
        assert response.status == 302, "the member of staff could not sign in"
        for header in response.headers.get_all("Set-Cookie", []):
            cookies.load(header)
        connection.close()
        return "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())

    def health(self) -> dict[str, object]:
        return dict(json.loads(self.get("/health")[1]))

    # --- what is true afterwards --------------------------------------------
    def waiting(self) -> int:
        return (
            sum(1 for name in os.listdir(self.spool) if name.endswith(".json")) if self.spool.is_dir() else 0
        )

    def parked(self) -> list[str]:
        bad = self.spool / "bad"
        return sorted(name for name in os.listdir(bad) if name.endswith(".json")) if bad.is_dir() else []

    def wait_until_drained(self, seconds: float) -> float:
        """How long it took until nothing waits in the spool."""
        start = time.monotonic()
        while time.monotonic() - start < seconds:
            if self.waiting() == 0:
                return time.monotonic() - start
            time.sleep(0.05)
        files = [
            f"{path.name} {time.time() - path.stat().st_mtime:.1f} s old" for path in self.spool.iterdir()
        ]
        tail = "\n".join(line for line in self.log.read_text().splitlines()[-400:] if "lane" not in line)
        raise AssertionError(f"after {seconds} s there still wait {files}\n{self.health()}\n{tail[-3000:]}")

    def stored(self) -> dict[str, list[tuple[str, str]]]:
        """By customer: the folio and the quantity of each submission that is in the database."""
        found: dict[str, list[tuple[str, str]]] = {}
        rows = self.postgres.sql(
            "select submitted->>'name', folio, submitted->'lines'->0->>'quantity' from submissions"
            " where submitted->>'name' like 'Customer %%'"
        )
        for name, folio, quantity in rows:
            found.setdefault(str(name), []).append((str(folio), str(quantity)))
        return found

    def leads(self) -> dict[str, int]:
        rows = self.postgres.sql(
            "select name, count(*) from leads where name like 'Customer %%' group by name"
        )
        return {str(name): int(str(count)) for name, count in rows}


def lost_or_doubled(shop: Shop, sent: list[Sent]) -> tuple[list[str], list[str]]:
    """The acknowledged customers who are not stored, and those who are stored more than once or wrongly."""
    stored, leads = shop.stored(), shop.leads()
    acknowledged = [post for post in sent if post.status in (201, 303)]
    lost = [post.marker for post in acknowledged if post.marker not in stored]
    doubled = [
        post.marker
        for post in acknowledged
        if post.marker in stored
        and (
            len(stored[post.marker]) != 1
            or leads.get(post.marker) != 1
            or (post.folio and stored[post.marker][0][0] != post.folio)
            or stored[post.marker][0][1] != str(1 + int(post.marker.split()[1]) % 500)
        )
    ]
    return lost, doubled


STAFF_MEMBER = f"""
from django.contrib.auth import get_user_model
User = get_user_model()
user, made = User.objects.get_or_create(username="{STAFF_NAME}", defaults=dict(name="Asha", is_staff=True, is_superuser=True))
user.set_password("{STAFF_PASSWORD}"); user.save()
"""
