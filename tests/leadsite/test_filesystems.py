"""The file system of a folder is that of the longest mount point above it."""

from pathlib import Path

import pytest

from leadsite.filesystems import filesystem

MOUNTS = """\
overlay / overlay rw 0 0
tmpfs /run tmpfs rw 0 0
/dev/sdb1 /srv/data ext4 rw 0 0
/dev/sdc1 /srv/my\\040shop xfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/shop", "overlay"),
        ("/run/leadsite", "tmpfs"),
        ("/runner", "overlay"),
        ("/srv/data/spool", "ext4"),
        ("/srv/my shop/spool", "xfs"),
    ],
)
def test_the_longest_mount_point_decides(path: str, kind: str) -> None:
    assert filesystem(Path(path), MOUNTS) == kind


def test_nothing_is_claimed_without_mounts() -> None:
    assert filesystem(Path("/srv"), "") == ""
