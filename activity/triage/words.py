"""Finding phrases in what customers write: as whole words, in any case, with or without accents or nuktas."""

import re
import unicodedata
from collections.abc import Iterable

BETWEEN_WORDS = re.compile(r"[\s.,;:!?¡¿()\[\]{}\"'’“”«»।/\\_*#@&|+=<>-]+")
ACCENTS = re.compile("[\u0300-\u036f\u093c]")  # of Latin letters, and the nukta, which many leave out
NASAL = str.maketrans("\u0901", "\u0902")  # chandrabindu and anusvara: written either way


def plain(text: str) -> str:
    """Words in lower case without accents, a space before and after each."""
    spelt = ACCENTS.sub("", unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold()))
    spelt = spelt.translate(NASAL)
    return f" {' '.join(filter(None, BETWEEN_WORDS.split(spelt)))} "


def phrases(written: str) -> tuple[str, ...]:
    """One a line, or several with commas between them."""
    return tuple(plain(phrase) for phrase in re.split(r"[,\n]", written) if phrase.strip())


def found(wanted: Iterable[str], text: str) -> list[str]:
    """Those of the phrases that are in a plain text."""
    return [phrase.strip() for phrase in wanted if phrase in text]


def crossed(first: str, second: str) -> tuple[str, ...]:
    """Each phrase of the first list before each of the second."""
    return tuple(f"{one.rstrip()}{other}" for one in phrases(first) for other in phrases(second))


# Words for machines: a customer who talks to one is read by a person, and no machine acts on the words.
# None of them alone is what customers write: "prompt delivery", "respond with your best price".
TO_MACHINES = phrases("""
    ignore previous instructions, ignore previous rules, ignore previous prompts, ignore all previous
    ignore any previous, ignore the above, ignore your rules, ignore your instructions, ignore your previous
    ignore all instructions, ignore these instructions, disregard previous, disregard all, disregard the above
    previous instructions, instructions above, new instructions, reveal your instructions
    system prompt, prompt above, reveal the prompt, reveal your prompt, original prompt, prompt injection
    system message, you are now, act as my, act as an ai, developer mode, jailbreak, end of message
    priority high, priority is high, priority to high, set priority, priority low, lead type, suggested action
    urgent override, system override, admin override, override priority, override the priority, override your
    json, respond with only, respond only with, must respond with, output only, ai assistant, chatgpt
    language model, im start, im end, as an ai, classify this, mark this lead
    पिछले निर्देश, निर्देशों को, निर्देश भूल, प्राथमिकता high, प्राथमिकता हाई, आप अब, प्राथमिकता उच्च
    ai मॉडल, एआई, इस लीड को, जवाब में केवल, उच्च प्राथमिकता, सिस्टम प्रॉम्प्ट, सिस्टम संदेश
    ignora las instrucciones, ignora todas, ignora todo, ignora lo anterior, instrucciones anteriores
    olvida las instrucciones, olvida todo, prioridad alta, prioridad high, prioridad a high, eres ahora
    ahora eres, mensaje del sistema, instrucciones del sistema, responde solo con, responde únicamente con
    modelo de lenguaje, actúa como mi, actúa como si, clasifica este, prioridad máxima, nuevas instrucciones
""")
SPEAKERS = "system|assistant|user|सिस्टम|sistema|asistente"
MACHINE_MARKS = re.compile(
    rf"```|<\||\|>|</?\w+>|\{{\s*\"|\[/?INST\]|###|(?:^|\n)\s*(?:{SPEAKERS})\s*:", re.I
)


def talks_to_machines(message: str) -> bool:
    """Whether the text says what a program is to do, rather than what the customer wants."""
    return bool(MACHINE_MARKS.search(message)) or bool(found(TO_MACHINES, plain(message)))
