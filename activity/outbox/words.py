"""The words by which customers end our messages, and let them begin again: each is a text of its own."""

import re
import unicodedata

# As the networks know them in English, in Spanish, in Hindi and as Hindi is typed in Latin letters.
ENGLISH = ("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "optout", "revoke")
SPANISH = ("alto", "parar", "baja", "cancelar", "detener")
HINDI = ("रोकें", "रोको", "बंद", "बन्द", "बंदकरें", "बंदकरो", "बन्दकरें", "रुकें", "रुको", "band", "bandkaro", "roko")
ENDS = frozenset((*ENGLISH, *SPANISH, *HINDI))
BEGINS = frozenset(("start", "unstop", "alta", "iniciar", "empezar", "शुरू", "शुरूकरें", "चालू", "shuru"))
SPACES = re.compile(r"[\s\-_.,!?¡¿'\"।]+")


def ends(text: str) -> bool:
    return one_word(text) in ENDS


def begins(text: str) -> bool:
    return one_word(text) in BEGINS


def one_word(text: str) -> str:
    """The text without case, spaces and punctuation; its letters in one form, however they were typed."""
    return SPACES.sub("", unicodedata.normalize("NFC", text).casefold())
