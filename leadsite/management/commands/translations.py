"""`manage.py translations`: gather the texts of the customer's pages and compile their translations."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import template as django_template

SOURCES = (
    "activity/bookings/page.py",
    "activity/bookings/words.py",
    "leads/basket.py",
    "leads/form_page.py",
    "leads/forms.py",
    "leads/offline/manifest_view.py",
    "leads/offline/price_sheet.py",
    "leads/offline/words.py",
    "leads/posted.py",
    "leads/quote_page.py",
    "leads/statuses.py",
    "leads/views.py",
    "leads/quoting/whatsapp.py",
    "templates/base.html",
    "templates/leads/field.html",
    "templates/leads/form.html",
    "templates/leads/later.html",
    "templates/leads/line.html",
    "templates/leads/masthead.html",
    "templates/leads/quote.html",
    "templates/leads/visit.html",
    "templates/leads/visit_later.html",
    "templates/letters/quote.html",
    "templates/letters/quote.txt",
)
KEYWORDS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "_")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def gathered(root: Path) -> Catalog:
    """Every text that the customer's pages may show, with a reference to its file."""
    catalog = Catalog(charset="utf-8")
    for source in SOURCES:
        for message, context in texts(root / source):
            catalog.add(message, context=context, locations=[(source, 0)])
    return catalog


def texts(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    code = path.read_text()
    if path.suffix in (".html", ".txt"):
        code = django_template.templatize(code, origin=path.name)
    for _, message, _, context in extract("python", BytesIO(code.encode()), KEYWORDS):
        yield message, context


def catalogue(language: str, root: Path) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def languages() -> list[str]:
    """Those to translate into; the texts themselves are English."""
    return [code for code, _ in settings.LANGUAGES if code != "en"]


def read(language: str, root: Path) -> Catalog:
    path = catalogue(language, root)
    if not path.exists():
        return Catalog(locale=language, project="leadsite", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalog: Catalog) -> bytes:
    output = BytesIO()
    write_mo(output, catalog)
    return output.getvalue()


def untranslated(catalog: Catalog) -> list[str]:
    return [str(message.id) for message in catalog if message.id and not whole(message.string)]


def whole(text: object) -> bool:
    return all(text) if isinstance(text, tuple | list) else bool(text)


class Command(BaseCommand):
    help = "Gathers the texts of the customer's pages into locale/ and compiles the translations."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        root = Path(settings.BASE_DIR)
        for language in languages():
            catalog = read(language, root)
            catalog.update(gathered(root), no_fuzzy_matching=True, update_creation_date=False)
            catalog.obsolete.clear()
            path = catalogue(language, root)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write_po(file, catalog, width=100, sort_output=True, include_lineno=False)
            path.with_suffix(".mo").write_bytes(compiled(catalog))
            missing = untranslated(catalog)
            self.stdout.write(f"{language}: {len(catalog)} texts, {len(missing)} not translated")
            self.stdout.writelines(f"  {text}" for text in missing)
