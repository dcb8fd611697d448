"""The spool: one file per submission, on disk for good before the customer is sent on.

`<id>.json` waits to be stored, `bad/<id>.json` is parked because it failed by itself too often. Beside
either, `<id>.failures` has one line per failure. The folder is 0700, its files 0600.
"""

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from leads.intake.group import GroupWorker, Stuck
from leads.intake.record import SubmissionRecord, WrongRecord

# A healthy disk needs a few milliseconds for many records together.
WRITE_SECONDS = 0.25
WRITTEN_TOGETHER = 64
TEMPORARY_KEPT_SECONDS = 3600
SUFFIX, FAILURES, TEMPORARY = ".json", ".failures", ".tmp"


class SpoolBroken(Exception):
    """The record is not safely on disk: the disk is full, read-only, broken or hangs."""


@dataclass(frozen=True)
class Waiting:
    """A spool file by name: the submission's id, and when it was written (seconds since 1970)."""

    id: UUID
    written_at: float


@dataclass(frozen=True)
class ToWrite:
    id: UUID
    content: bytes


class Spool:
    """The files in one folder, shared by all processes of this host."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bad = folder / "bad"
        self.writer = GroupWorker[ToWrite, None](
            "spool-writer", self.write_together, limit=WRITTEN_TOGETHER, stuck_after=WRITE_SECONDS
        )

    # --- writing ------------------------------------------------------------
    def write(self, submission_id: UUID, content: bytes) -> None:
        """Return once the record survives a crash of this machine; raise SpoolBroken if it does not."""
        try:
            written = self.writer.ask(ToWrite(submission_id, content))
        except Stuck as error:
            raise SpoolBroken("the disk hangs") from error
        try:
            written.result(WRITE_SECONDS)
        except TimeoutError as error:
            written.cancel()
            raise SpoolBroken("the disk hangs") from error
        except OSError as error:
            raise SpoolBroken(f"the disk refuses: {error.strerror}") from error

    def write_together(self, items: Sequence[ToWrite]) -> list[Exception | None]:
        """Write, fsync, rename, fsync the folder. The first fsync does most of the work for all of them."""
        self.make_folder()
        results: list[Exception | None] = [None] * len(items)
        opened: dict[int, tuple[Path, int]] = {}
        for number, item in enumerate(items):
            with kept(results, number):
                opened[number] = self.write_temporary(item, number)
        for number, (temporary, descriptor) in opened.items():
            with kept(results, number):
                finish(temporary, descriptor, self.path(items[number].id))
        sync_folder(self.folder)
        return results

    def write_temporary(self, item: ToWrite, number: int) -> tuple[Path, int]:
        temporary = self.folder / f".{item.id}.{os.getpid()}.{number}{TEMPORARY}"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            write_all(descriptor, item.content)
        except BaseException:
            os.close(descriptor)
            discard(temporary)
            raise
        return temporary, descriptor

    def make_folder(self) -> None:
        if self.bad.is_dir():
            return
        self.folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self.folder, self.bad):
            folder.mkdir(mode=0o700, exist_ok=True)
            sync_folder(folder.parent)

    # --- reading ------------------------------------------------------------
    def path(self, submission_id: UUID) -> Path:
        return self.folder / f"{submission_id}{SUFFIX}"

    def waiting(self) -> list[Waiting]:
        """What waits to be stored, oldest first. A folder that is not there holds nothing."""
        return sorted(listed(self.folder), key=lambda found: found.written_at)

    def parked_ids(self) -> list[UUID]:
        return [found.id for found in listed(self.bad)]

    def read(self, submission_id: UUID) -> bytes | None:
        """The file's content; None once it is stored or parked."""
        return content(self.path(submission_id))

    def read_parked(self, submission_id: UUID) -> bytes | None:
        """A parked file's content; None once it is parked no more."""
        return content(self.bad / f"{submission_id}{SUFFIX}")

    def find(self, submission_id: UUID) -> SubmissionRecord | None:
        """A submission that waits or is parked, as a record."""
        places = (self.path(submission_id), self.bad / f"{submission_id}{SUFFIX}")
        return next(readable(iter(places)), None)

    def records(self) -> Iterator[SubmissionRecord]:
        return readable(self.path(found.id) for found in self.waiting())

    def parked(self) -> Iterator[SubmissionRecord]:
        return readable(self.bad / f"{found}{SUFFIX}" for found in self.parked_ids())

    # --- leaving ------------------------------------------------------------
    def remove(self, submission_id: UUID) -> bool:
        """Take a submission out of the spool, parked or not. False if the disk does not let it go."""
        try:
            for folder in (self.folder, self.bad):
                for suffix in (SUFFIX, FAILURES):
                    # Plain text instead of a Path: this is done for every quote there ever was.
                    with contextlib.suppress(FileNotFoundError):
                        os.unlink(f"{folder}/{submission_id}{suffix}")
        except OSError:
            return False
        return True

    def failures(self, submission_id: UUID) -> int:
        raw = content(self.folder / f"{submission_id}{FAILURES}")
        return len(raw.splitlines()) if raw else 0

    def note_failure(self, submission_id: UUID, reason: str) -> int:
        """Remember, across restarts, that this record failed by itself. How often it did, as far as known."""
        with contextlib.suppress(OSError):
            path = self.folder / f"{submission_id}{FAILURES}"
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            try:
                write_all(descriptor, f"{time.time():.0f} {reason}\n".encode())
            finally:
                os.close(descriptor)
        return self.failures(submission_id)

    def last_failure(self, submission_id: UUID) -> str:
        """Why a record was parked; no personal data."""
        lines = (content(self.bad / f"{submission_id}{FAILURES}") or b"").decode().splitlines()
        return lines[-1].partition(" ")[2] if lines else "unknown"

    def park(self, submission_id: UUID) -> None:
        self.move(submission_id, self.folder, self.bad)

    def unpark(self, submission_id: UUID) -> None:
        """Let a parked record try again, with its failures forgotten."""
        (self.bad / f"{submission_id}{FAILURES}").unlink(missing_ok=True)
        self.move(submission_id, self.bad, self.folder)

    def rewrite_parked(self, submission_id: UUID, content: bytes) -> None:
        """Give a parked record other content and its old age: whole or not at all. Raises OSError."""
        path = self.bad / f"{submission_id}{SUFFIX}"
        written_at = path.stat().st_mtime_ns
        temporary, descriptor = self.write_temporary(ToWrite(submission_id, content), 0)
        try:
            os.utime(descriptor, ns=(written_at, written_at))
            os.fsync(descriptor)
            os.replace(temporary, path)
        except BaseException:
            discard(temporary)
            raise
        finally:
            os.close(descriptor)
        sync_folder(self.bad)

    def move(self, submission_id: UUID, source: Path, target: Path) -> None:
        for suffix in (FAILURES, SUFFIX):
            with contextlib.suppress(FileNotFoundError):
                (source / f"{submission_id}{suffix}").rename(target / f"{submission_id}{suffix}")
        sync_folder(target)
        sync_folder(source)

    def remove_leftovers(self) -> None:
        """Remove what a killed process left half written: nobody was told that it is safe."""
        for path in self.folder.glob(f".*{TEMPORARY}"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > TEMPORARY_KEPT_SECONDS:
                    path.unlink()


@contextlib.contextmanager
def kept(results: list[Exception | None], number: int) -> Iterator[None]:
    """What goes wrong with one record goes wrong with that one only."""
    try:
        yield
    except OSError as error:
        results[number] = error


def finish(temporary: Path, descriptor: int, path: Path) -> None:
    """Make the file last, then give it its name: whoever sees the name sees a whole file."""
    try:
        os.fsync(descriptor)
        if not path.exists():
            os.rename(temporary, path)
            return
    except BaseException:
        discard(temporary)
        raise
    finally:
        os.close(descriptor)
    # A retry. The first file keeps its time; it may still wait for its own fsync of the folder.
    discard(temporary)


def write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def discard(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def listed(folder: Path) -> Iterator[Waiting]:
    """Files named after a submission; whatever else lies there is not ours."""
    with contextlib.suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(SUFFIX):
                with contextlib.suppress(ValueError, FileNotFoundError):
                    yield Waiting(UUID(entry.name.removesuffix(SUFFIX)), entry.stat().st_mtime)


def readable(paths: Iterator[Path]) -> Iterator[SubmissionRecord]:
    for path in paths:
        raw = content(path)
        if raw is not None:
            with contextlib.suppress(WrongRecord):
                yield SubmissionRecord.from_json(raw)


# --- this installation's spool -----------------------------------------------
def here() -> Spool:
    return Spool(Path(settings.SPOOL_DIR))


def records() -> Iterator[SubmissionRecord]:
    """Submissions that wait to be stored, oldest first."""
    return here().records()


def parked() -> Iterator[SubmissionRecord]:
    """Submissions that failed by themselves and wait for a person."""
    return here().parked()


def remove(submission_id: UUID) -> bool:
    return here().remove(submission_id)
