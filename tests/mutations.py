"""Takes one safeguard away at a time and proves that the suite notices.

Run: .venv/bin/python -m tests.mutations      (make mutations)
Each mutation is made in a copy of the working tree; the named tests must fail there, and pass without it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Mutation:
    name: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]


MUTATIONS = (
    Mutation(
        "no look for a known submission",
        "leads/sql/store_submissions.up.sql",
        "from submissions s where s.id = store_submissions.id;",
        "from submissions s where false;",
        ("tests/leads/intake", "-k", "twice or once or known"),
    ),
    Mutation(
        "no claim on the submission's id",
        "leads/sql/store_submissions.up.sql",
        "    if claimed <> cardinality(stored) then",
        "    if false then",
        ("tests/leads/intake/test_store_submissions.py",),
    ),
    Mutation(
        "no watchdog",
        "leads/intake/watchdog.py",
        "duplicate.shutdown(socket.SHUT_RDWR)",
        "pass",
        ("tests/faults/test_watchdog.py",),
    ),
    Mutation(
        "no breaker",
        "leads/intake/breaker.py",
        "return self.opened_at is not None",
        "return False",
        ("tests/leads/intake/test_breaker.py", "tests/leads/intake/test_door.py"),
    ),
    Mutation(
        "no bulkhead",
        "leadsite/bulkhead.py",
        "        return self.rest\n",
        "        return None\n",
        ("tests/faults/test_bulkhead.py",),
    ),
    Mutation(
        "no fsync of the file",
        "leads/intake/spool.py",
        "        os.fsync(descriptor)\n        if not path.exists():",
        "        if not path.exists():",
        ("tests/leads/intake/test_spool.py",),
    ),
    Mutation(
        "closing time is next morning",
        "assignments/working_time/years.py",
        "bisect_left(self.before, worked) - 1",
        "bisect_right(self.before, worked) - 1",
        ("tests/assignments/working_time",),
    ),
    Mutation(
        "clocks never change",
        "assignments/working_time/zones.py",
        "(first - offset.ahead, last - offset.ahead)",
        "(first - known[0].ahead, last - known[0].ahead)",
        ("tests/assignments/working_time",),
    ),
    Mutation(
        "pauses that overlap cost twice",
        "assignments/working_time/arithmetic.py",
        "    return merged(rows)\n",
        "    return sorted(rows)\n",
        ("tests/assignments/working_time",),
    ),
    Mutation(
        "a closed shop never promises",
        "assignments/working_time/calendar.py",
        "return [parts.FOREVER]",
        "return []",
        ("tests/assignments/working_time",),
    ),
    Mutation(
        "late at the very deadline",
        "assignments/sla/clock.py",
        "answered_at <= due.at",
        "answered_at < due.at",
        ("tests/assignments/sla",),
    ),
    Mutation(
        "a message ends no wait",
        "assignments/sla/facts.py",
        "for at in messages if at > begin",
        "for at in messages if False",
        ("tests/assignments/sla",),
    ),
    Mutation(
        "a further message restarts",
        "assignments/sla/responses.py",
        "if not contact.by_us and not waiting:",
        "if not contact.by_us:",
        ("tests/assignments/sla",),
    ),
    Mutation(
        "a closing takes a miss back",
        "assignments/sla/clock.py",
        "    moment = one.open_since(due)\n",
        "    moment = one.open_since(due) if one.open_since(until) else None\n",
        ("tests/assignments/sla",),
    ),
)


def copy_of_the_tree(target: Path) -> Path:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


def failures(tree: Path, tests: tuple[str, ...]) -> str:
    """What pytest says of the first failing test; nothing where all pass."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests],
        cwd=tree, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode not in (0, 1):
        raise SystemExit(f"The tests did not run:\n{done.stdout[-3000:]}{done.stderr[-2000:]}")
    return done.stdout[-3000:] if done.returncode else ""


def notices(mutation: Mutation) -> bool:
    with tempfile.TemporaryDirectory(prefix="leadsite-mutation-") as folder:
        tree = copy_of_the_tree(Path(folder))
        path = tree / mutation.file
        text = path.read_text()
        if mutation.before not in text:
            raise SystemExit(f"{mutation.name}: {mutation.file} has changed, mend the mutation")
        path.write_text(text.replace(mutation.before, mutation.after))
        return bool(failures(tree, mutation.tests))


def main(names: list[str]) -> int:
    missed = 0
    for mutation in MUTATIONS:
        if names and mutation.name not in names:
            continue
        if failed := failures(ROOT, mutation.tests):
            raise SystemExit(f"{mutation.name}: its tests fail without it\n{failed}")
        noticed = notices(mutation)
        missed += not noticed
        print(f"{mutation.name:<34} {'noticed' if noticed else 'NOT NOTICED'}", flush=True)
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
