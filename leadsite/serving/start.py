"""Putting the start command together: the port, the data folder, the database, the site, the words."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from leadsite.embedded import paths
from leadsite.embedded.locks import open_lock, try_alone
from leadsite.serving import announcement, fingerprint, listening
from leadsite.serving.children import CHILDREN, LIVE, PREPARE, WORKER
from leadsite.serving.kept import Database, Kept, Program
from leadsite.serving.supervisor import Supervisor

Say = Callable[[str], None]
FIRST_SECONDS = 60.0  # how long the very first start waits for its tables and its demo before it serves
PATIENCE_SECONDS = 5.0  # then the addresses are printed, whatever the database does


class FolderInUse(Exception):
    """Another start command uses this DATA_DIR; as one sentence."""


def claim(data_dir: Path) -> None:
    """Make DATA_DIR ours until this process ends."""
    handle = open_lock(paths.serve_lock(data_dir))
    if not try_alone(handle):
        who = os.pread(handle, 20, 0).decode().strip() or "unknown"
        raise FolderInUse(
            f"Leadsite already runs with the data folder {data_dir} (process {who}): stop it first."
        )
    with suppress(OSError):  # a full or read-only disk: the lock is what counts, its text is for the sentence
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)


def collect_static_files(say: Say) -> None:
    """Collect what the site serves as files, if anything has changed. A full disk does not stop the start."""
    stamp = settings.STATIC_ROOT.parent / "static.collected"
    try:
        now = fingerprint.of_static_files()
        if not (settings.STATIC_ROOT.is_dir() and fingerprint.matches(stamp, now)):
            call_command("collectstatic", interactive=False, verbosity=0)
            fingerprint.remember(stamp, now)
    except OSError as error:
        say(f"The files in {settings.STATIC_ROOT} could not be brought up to date ({error}).")


class Start:
    """One run of the start command."""

    def __init__(self, host: str, port: int, say: Say) -> None:
        self.host, self.port, self.say = host, port, say
        self.sockets = listening.listen(host, port)
        claim(settings.DATA_DIR)
        self.staff_sockets = listening.StaffSockets()
        inherited = listening.hand_down(self.sockets, self.staff_sockets)
        self.began = time.monotonic()
        self.database = Database(settings.DATA_DIR, say) if settings.EMBEDDED else None
        self.prepare = Program(PREPARE, settings.BASE_DIR, say, ())
        self.programs = [Program(child, settings.BASE_DIR, say, inherited) for child in CHILDREN]
        # Not before the site is up: nobody waits for these as a customer waits for the form.
        self.later = [Program(LIVE, settings.BASE_DIR, say, inherited)]
        self.later += [Program(WORKER, settings.BASE_DIR, say, ()) for _ in range(settings.WORKERS)]
        self.is_first = settings.EMBEDDED and not (settings.DATA_DIR / "prepared").exists()
        self.collected = False
        self.announced = False
        self.told_logins = False

    def run(self) -> None:
        try:
            Supervisor(self.kept, self.follow).run()
        finally:
            self.staff_sockets.close()

    def follow(self, now: float) -> None:
        if not self.collected:
            collect_static_files(self.say)  # while the database starts; the site reads them when it starts
            self.collected = True
        self.tell(now)

    def before_the_site(self) -> list[Kept]:
        return [*([self.database] if self.database else []), self.prepare]

    def kept(self) -> list[Kept]:
        waiting = self.is_first and not self.prepare.succeeded
        if not self.collected or (waiting and time.monotonic() - self.began < FIRST_SECONDS):
            return self.before_the_site()
        later = self.later if self.announced else []
        return [*self.before_the_site(), *self.programs, *later]

    def tell(self, now: float) -> None:
        """Print the addresses once somebody can use them, and the logins once there are any."""
        if not self.announced:
            late = now - self.began > PATIENCE_SECONDS
            if (self.prepare.succeeded or late) and announcement.is_serving(self.host, self.port):
                self.announced = True
                socket_dir = self.database.server.socket_dir if self.database else None
                self.say(announcement.addresses(self.host, self.port, socket_dir))
                if not self.prepare.succeeded:
                    self.say(
                        "The database is not ready yet: quotes are taken and wait on this disk until it is."
                    )
        elif self.prepare.succeeded and not self.told_logins:
            self.told_logins = True
            self.say(
                announcement.logins(settings.DATA_DIR) if settings.EMBEDDED else "The database is ready."
            )
