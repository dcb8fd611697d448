"""Files that stand-ins for providers have written, whose message is gone, as after an erasure."""

from pathlib import Path

from activity.models import Activity


def sweep(folder: Path) -> int:
    """Remove those named by a row of the log that is there no more; how many."""
    files = {path.stem: path for path in folder.glob("*.*")}
    known = Activity.objects.filter(pk__in=list(files)).values_list("pk", flat=True)
    gone = set(files) - {str(key) for key in known}
    for name in gone:
        files[name].unlink(missing_ok=True)
    return len(gone)
