"""Words by which customers say what they want, in English, Hindi (in either script) and Spanish.

A phrase is found as whole words, in any case, with or without accents.
"""

import re
import unicodedata
from collections.abc import Iterable

BETWEEN_WORDS = re.compile(r"[\s.,;:!?¡¿()\[\]{}\"'’“”«»।/\\_*#@&|+=<>-]+")
ACCENTS = re.compile("[̀-ͯ]")


def plain(text: str) -> str:
    """Words in lower case without accents, a space before and after each."""
    spelt = ACCENTS.sub("", unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold()))
    return f" {' '.join(filter(None, BETWEEN_WORDS.split(spelt)))} "


def phrases(written: str) -> tuple[str, ...]:
    """One a line, or several with commas between them."""
    return tuple(plain(phrase) for phrase in re.split(r"[,\n]", written) if phrase.strip())


def found(wanted: Iterable[str], text: str) -> list[str]:
    """Those of the phrases that are in a plain text."""
    return [phrase.strip() for phrase in wanted if phrase in text]


URGENT = phrases("""
    urgent, urgently, asap, immediately, right away, as soon as possible, this week, by tomorrow, today itself
    emergency, deadline, at the earliest, within two days, workers are waiting, on priority, call me now
    call me today, need it tomorrow, need it today
    तुरंत, तुरन्त, जल्दी, फौरन, अर्जेंट, आज ही, कल तक, जल्द से जल्द, इसी हफ्ते, अभी चाहिए, शीघ्र
    turant, jaldi, fauran, aaj hi, kal tak, abhi chahiye
    urgente, urgentemente, urge, cuanto antes, lo antes posible, inmediatamente, hoy mismo, ya mismo
    esta semana, para mañana, de inmediato, con urgencia, lo más pronto posible
""")
CALM = phrases("""
    not urgent, no hurry, no rush, next year, just looking, only looking, just browsing, some day
    जल्दी नहीं, अगले साल, सिर्फ देख, jaldi nahi, agle saal
    no es urgente, no urge, no hay prisa, sin prisa, sin apuro, el próximo año, solo estoy mirando
""")
COMPLAINT = phrases("""
    complaint, complain, refund, broken, damaged, defective, wrong product, wrong colour, not received
    never arrived, peeling off, money back, disappointed, still waiting for my order, cracked
    शिकायत, खराब, टूटा, टूटी, टूटे, पैसे वापस, रिफंड, गलत माल, नहीं मिला, नहीं पहुंचा, नहीं पहुँचा, उखड़
    shikayat, kharab, paise wapas
    queja, reclamo, reclamación, reembolso, roto, rota, rotos, rotas, dañado, dañada, dañados, dañadas
    defectuoso, defectuosa, nunca llegó, no ha llegado, devolución, se está despegando
""")
OTHER = phrases("""
    seo, guest post, backlinks, marketing services, website design services, business loan, instant loan
    job, vacancy, internship, resume, my cv, crypto, followers, casino
    नौकरी, लोन, बायोडाटा, भर्ती
    empleo, vacante, mi currículum, currículum vitae, posicionamiento web, préstamo, seguidores
""")
ASKS = phrases("""
    catalogue, catalog, brochure, price list, information, do you have, difference between, how much is
    how much does, just looking, just browsing, which is better, what is the price, do you sell, opening hours
    where is your, only want to know, details about
    जानकारी, कैटलॉग, क्या आपके पास, कितने का, कितने की, क्या दाम, क्या रेट, कौन सा बेहतर, दुकान कहां, फर्क
    jankari, kya rate, kitne ka, kya aapke paas
    información, catálogo, cuánto cuesta, cuánto vale, diferencia entre, solo quiero saber, tienen
    lista de precios, horario, dónde están, solo estoy mirando, folleto
""")
PROJECT = phrases("""
    hotel, hotels, office, offices, project, apartments, tower, towers, hospital, school, restaurant, clinic
    flats, units, showroom, commercial, housing society, resort, warehouse, hostel
    होटल, ऑफिस, दफ्तर, कार्यालय, प्रोजेक्ट, परियोजना, अस्पताल, स्कूल, रेस्टोरेंट, फ्लैटों, शोरूम, क्लिनिक
    oficina, oficinas, proyecto, obra, edificio, edificios, departamentos, apartamentos, escuela, colegio
    restaurante, clínica, hoteles, local comercial
""")
TRADE = phrases("""
    dealer, dealership, wholesale, reseller, retailer, trade price, trade discount, contractor, distributor
    my clients, my customers, i install, bulk rate
    डीलर, थोक, ठेकेदार, दुकानदार, मेरे ग्राहक, डीलरशिप
    mayorista, distribuidor, distribuidora, al por mayor, por mayor, contratista, revendedor, mis clientes
    instalador
""")
# Words for machines: a customer who talks to one is read by a person, and no machine acts on the words.
TO_MACHINES = phrases("""
    ignore previous, ignore all previous, ignore the above, ignore your, ignore all instructions
    ignore these instructions, disregard previous, disregard all, disregard the above, previous instructions
    system prompt, system message, your instructions, new instructions, you are now, act as, developer mode
    jailbreak, priority high, priority is high, priority to high, set priority, priority low, lead type
    json, respond with, output only, assistant, chatgpt, language model, end of message, im start, im end
    suggested action, prompt, override, as an ai, classify this, mark this lead, instructions above
    पिछले निर्देश, निर्देशों को, निर्देश भूल, प्राथमिकता high, प्राथमिकता हाई, सिस्टम, आप अब, प्राथमिकता उच्च
    ai मॉडल, एआई, इस लीड को, जवाब में केवल, उच्च प्राथमिकता
    ignora las instrucciones, ignora todas, ignora todo, ignora lo anterior, instrucciones anteriores
    olvida las instrucciones, olvida todo, prioridad alta, prioridad high, prioridad a high, eres ahora
    ahora eres, mensaje del sistema, instrucciones del sistema, responde solo, responde únicamente
    modelo de lenguaje, actúa como, clasifica este, prioridad máxima, nuevas instrucciones
""")
MACHINE_MARKS = re.compile(
    r"```|<\|| \|>|</?\w+>|\{\s*\"|\[/?INST\]|###|(?:^|\n)\s*(?:system|assistant|user)\s*:", re.I
)


def talks_to_machines(message: str) -> bool:
    """Whether the text says what a program is to do, rather than what the customer wants."""
    return bool(MACHINE_MARKS.search(message)) or bool(found(TO_MACHINES, plain(message)))
