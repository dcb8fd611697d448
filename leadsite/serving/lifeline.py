"""Letting a process end with the one that started it, even when that one is killed before it can say so."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None, use_errno=True)


def end_with(parent: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Ask the kernel for `number` when the parent ends; it may have ended already.

    The request survives exec but not fork, and counts for the thread that made the process: processes are
    made by main threads only. Where the kernel cannot do it (not Linux), a killed parent leaves its children.
    """
    if sys.platform != "linux":
        return
    libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), number)
