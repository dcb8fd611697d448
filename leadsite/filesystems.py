"""Does a folder outlive a restart of the machine or its container?"""

from pathlib import Path

# Held in memory, or in the layer that a container loses when it is replaced.
EPHEMERAL = frozenset({"tmpfs", "ramfs", "overlay", "aufs"})


def filesystem(path: Path, mounts: str) -> str:
    """The type of the file system that holds `path`, by a text as in /proc/mounts; "" when unknown."""
    best = (0, "")
    for line in mounts.splitlines():
        _device, point, kind, *_rest = line.split(" ")
        # The kernel writes a space in a mount point as \040.
        mounted = Path(point.replace("\\040", " "))
        if mounted == path or mounted in path.parents:
            best = max(best, (len(str(mounted)), kind), key=lambda found: found[0])
    return best[1]


def is_ephemeral(path: Path) -> bool:
    try:
        mounts = Path("/proc/mounts").read_text()
    except OSError:  # not Linux: nothing is known, nothing is claimed
        return False
    return filesystem(path.resolve(), mounts) in EPHEMERAL
