"""When disk and database are both gone: the submission becomes one encrypted line on standard error.

Whatever collects the process's log then holds the quote, and `manage.py import_spool_log` brings it in.
"""

import os
import re
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from hmac import digest

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from leads.intake.group import GroupWorker

PREFIX = "LEADSITE-SPOOL1"
LINE = re.compile(PREFIX + r" (?P<token>[A-Za-z0-9_=-]+)")
LINE_SECONDS = 0.05
STANDARD_ERROR = 2


class UnreadableLine(ValueError):
    """The line was cut, changed, or written under a secret that is not known any more."""


def write(content: bytes) -> bool:
    """Write the line; False if nobody took it in time. A log collector that hangs must not hang the form."""
    # It begins a line of its own, whatever a full disk has left unfinished before it.
    line = f"\n{PREFIX} {cipher().encrypt(zlib.compress(content)).decode()}\n".encode()
    try:
        WRITER.ask(line).result(LINE_SECONDS)
    except Exception:  # a timeout, a broken pipe, no thread to be had: nobody took it
        return False
    return True


def write_lines(lines: Sequence[bytes]) -> list[Exception | None]:
    data = b"".join(lines)
    while data:
        data = data[os.write(STANDARD_ERROR, data) :]
    return [None] * len(lines)


# A thread of its own may block on the pipe; one line at a time, so that a stuck one is not lost with others.
WRITER = GroupWorker[bytes, None]("last-resort", write_lines, limit=1, stuck_after=LINE_SECONDS)


def read(line: str) -> bytes | None:
    """The submission's bytes in a line of a log, whatever a log collector has put around it.

    None for a line of another kind; raises UnreadableLine for one of ours that cannot be opened.
    """
    found = LINE.search(line)
    if found is None:
        return None
    try:
        return zlib.decompress(cipher().decrypt(found["token"].encode()))
    except (InvalidToken, zlib.error) as error:
        raise UnreadableLine(type(error).__name__) from None


def cipher() -> MultiFernet:
    """Writes under today's SECRET_KEY, reads under the earlier ones too."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(urlsafe_b64encode(key(secret))) for secret in secrets])


def key(secret: str) -> bytes:
    return digest(secret.encode(), b"leadsite last resort", sha256)
