"""leads.intake.spool_lock: one sweeper at a time, unless it shows no life."""

import os
import time
from pathlib import Path

from leads.intake.spool_lock import PATIENCE_SECONDS, SpoolLock


def test_one_at_a_time_holds_it(tmp_path: Path) -> None:
    first, second = SpoolLock(tmp_path), SpoolLock(tmp_path)
    with first.held() as ours, second.held() as theirs:
        assert (ours, theirs) == (True, False)
    with second.held() as theirs:
        assert theirs is True


def test_a_holder_without_a_sign_of_life_is_passed_over(tmp_path: Path) -> None:
    first, second = SpoolLock(tmp_path), SpoolLock(tmp_path)
    with first.held():
        long_ago = time.time() - PATIENCE_SECONDS - 1
        os.utime(first.path, (long_ago, long_ago))
        with second.held() as theirs:
            assert theirs is True
        first.show_life()
        with second.held() as theirs:
            assert theirs is False
