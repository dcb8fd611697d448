"""The templates that a shop begins with, in every language of the form."""

from datetime import datetime
from typing import Any, NamedTuple

from activity.letters.purposes import Purpose


class Text(NamedTuple):
    purpose: Purpose
    language: str
    name: str
    subject: str
    body: str


TEXTS = (
    Text(
        Purpose.ACKNOWLEDGEMENT,
        "en",
        "Acknowledgement",
        "Your quote {folio} from {business}",
        """Hello {customer},

thank you for asking us. This is your quote {folio}:

{quote}

It holds until {valid_until}.
You can look at it again at any time: {quote_link}

One of us will get in touch with you. If anything is to be different, just answer this e-mail.

Kind regards
{business}""",
    ),
    Text(
        Purpose.ACKNOWLEDGEMENT,
        "hi",
        "पुष्टि",
        "{business} से आपका कोटेशन {folio}",
        """नमस्ते {customer},

हमसे पूछने के लिए धन्यवाद। यह आपका कोटेशन {folio} है:

{quote}

यह {valid_until} तक मान्य है।
आप इसे कभी भी यहाँ देख सकते हैं: {quote_link}

हम में से कोई जल्द ही आपसे संपर्क करेगा। कुछ बदलना हो तो इसी ई-मेल का उत्तर दें।

सादर
{business}""",
    ),
    Text(
        Purpose.ACKNOWLEDGEMENT,
        "es",
        "Acuse de recibo",
        "Su presupuesto {folio} de {business}",
        """Hola, {customer}:

gracias por consultarnos. Este es su presupuesto {folio}:

{quote}

Es válido hasta el {valid_until}.
Puede volver a verlo cuando quiera: {quote_link}

Uno de nosotros se pondrá en contacto con usted. Si algo debe cambiar, responda a este correo.

Un cordial saludo
{business}""",
    ),
    Text(
        Purpose.REPLY,
        "en",
        "The quote once more",
        "Your quote {folio} from {business}",
        """Hello {customer},

here is your quote {folio} once more:

{quote}

It holds until {valid_until}. Shall we go ahead, or would you like to see samples first?

Kind regards
{colleague}
{business}""",
    ),
    Text(
        Purpose.REPLY,
        "hi",
        "कोटेशन फिर से",
        "{business} से आपका कोटेशन {folio}",
        """नमस्ते {customer},

आपका कोटेशन {folio} फिर से भेज रहे हैं:

{quote}

यह {valid_until} तक मान्य है। क्या हम आगे बढ़ें, या पहले आप नमूने देखना चाहेंगे?

सादर
{colleague}
{business}""",
    ),
    Text(
        Purpose.REPLY,
        "es",
        "El presupuesto de nuevo",
        "Su presupuesto {folio} de {business}",
        """Hola, {customer}:

le enviamos de nuevo su presupuesto {folio}:

{quote}

Es válido hasta el {valid_until}. ¿Seguimos adelante, o prefiere ver antes unas muestras?

Un cordial saludo
{colleague}
{business}""",
    ),
    Text(
        Purpose.REPLY,
        "en",
        "We could not reach you",
        "{business}: we tried to reach you",
        """Hello {customer},

we tried to reach you about your quote {folio}, without success. When may we call you, and at which number?

Kind regards
{colleague}
{business}""",
    ),
    Text(
        Purpose.REPLY,
        "hi",
        "आपसे संपर्क नहीं हो सका",
        "{business}: हमने आपसे संपर्क करने की कोशिश की",
        """नमस्ते {customer},

हमने आपके कोटेशन {folio} के बारे में आपसे संपर्क करने की कोशिश की, पर बात नहीं हो सकी। हम आपको कब और किस नंबर पर फ़ोन करें?

सादर
{colleague}
{business}""",
    ),
    Text(
        Purpose.REPLY,
        "es",
        "No pudimos localizarle",
        "{business}: hemos intentado localizarle",
        """Hola, {customer}:

hemos intentado localizarle por su presupuesto {folio}, sin éxito. ¿Cuándo podemos llamarle, y a qué número?

Un cordial saludo
{colleague}
{business}""",
    ),
)


def make(apps: Any, now: datetime) -> None:
    """Store those that are not there; what a shop has changed stays. `apps` may be a migration's registry."""
    rows = apps.get_model("activity", "LetterTemplate")._default_manager
    for text in TEXTS:
        key = {"purpose": text.purpose.value, "language": text.language}
        if text.purpose != Purpose.ACKNOWLEDGEMENT:
            key["name"] = text.name
        facts = {"name": text.name, "subject": text.subject, "body": text.body, "changed_at": now}
        rows.get_or_create(**key, defaults=facts)
