"""The quote form as a page: empty, prefilled by a link, or with what was typed and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import get_language, gettext

from leads import posted, tokens
from leads.basket import ONE, SEVERAL, Basket, Words
from leads.enquiry import CONTACT, VALID_FOR
from leads.forms import MOST_LINES
from leads.offline.files import offline_files
from leads.offline.price_sheet import NO_LIST
from leads.quoting.price_list import PriceItem, PriceList
from leads.quoting.whatsapp import unit_words
from leads.statuses import CustomerRole

LANGUAGE_NAMES = (("en", "English"), ("hi", "हिन्दी"), ("es", "Español"))
MODULES = tuple(f"leads/{name}.js" for name in ("basket", "device", "events", "pricing"))
NEVER = "no-store"
FRESH = "public, max-age=0, s-maxage=60"  # shared caches alone: a browser that reloads sees today's prices
EMPTY_LINE = {"product": "", "quantity": "", "notes": ""}


@dataclass(frozen=True)
class Page:
    """What the page shows. `focus` is the number of the line where the customer goes on typing."""

    language: str
    price_list: PriceList | None
    token: str
    values: Mapping[str, Any]
    lines: Sequence[Mapping[str, str]]
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    bound: bool = False
    focus: int | None = None
    show_prices: bool = False

    def context(self, request: HttpRequest) -> dict[str, Any]:
        shown = Basket.read(self.lines, self.price_list).shown()
        contact = {name: self.values.get(name, "") for name in CONTACT}
        return {
            "business": settings.BUSINESS_NAME,
            "language": self.language,
            "languages": language_links(request),
            "chosen_language": posted.chosen_language(self.values),
            "modules": MODULES,
            "prices": prices_address(self.price_list, self.language),
            "offline_files": offline_files(),
            "offline": settings.FORM_OFFLINE,
            "token": self.token,
            "values": {**contact, "source": posted.source(self.values)},
            "utm": posted.utm(self.values),
            "roles": CustomerRole.choices,
            "catalogue": catalogue(self.price_list, self.language) if self.price_list else None,
            "most_lines": MOST_LINES,
            "valid_days": VALID_FOR.days,
            "rows": [self.row(line) for line in shown["lines"]],
            "quote": {**shown, "lines": [line for line in shown["lines"] if line["ready"]]},
            "errors": self.errors,
            "problems": self.problems(),
            "bound": self.bound,
            "prefilled": any(line["product"] for line in self.lines) and not self.bound,
        }

    def row(self, shown: Mapping[str, Any]) -> dict[str, Any]:
        number = shown["number"]
        errors = {name: self.errors.get(f"lines-{number}-{name}") for name in posted.LINE_FIELDS}
        if self.show_prices and shown["error"]:
            errors["quantity"] = [shown["error"]]
        return {
            **self.lines[number],
            "number": number,
            "place": number + 1,
            "unit": shown["unit"],
            "priced": shown,
            "errors": errors,
            "focus": number == self.focus,
        }

    def problems(self) -> list[dict[str, str]]:
        """The summary on top: every message with the field that it leads to."""
        return [
            {"target": name if name == "lines" else f"id_{name}", "text": self.in_full(name, message)}
            for name, messages in self.errors.items()
            for message in messages
        ]

    def in_full(self, name: str, message: str) -> str:
        """A line's message says which line it means, where there are several."""
        if len(self.lines) < 2 or not name.startswith("lines-"):
            return message
        place = int(name.split("-")[1]) + 1
        return gettext("Line %(number)s: %(message)s") % {"number": place, "message": message}


def language_links(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Code, name and address of this page in each language; a basket of the link goes along."""
    links = []
    for code, name in LANGUAGE_NAMES:
        query = request.GET.copy()
        query["lang"] = code
        query.pop("send", None)
        links.append((code, name, f"{request.path}?{query.urlencode()}"))
    return links


def prices_address(price_list: PriceList | None, language: str) -> str:
    """Where the list that this page shows is as data: the same version, whatever is published meanwhile."""
    address = reverse("leads:price_sheet", args=[price_list.version if price_list else NO_LIST])
    return f"{address}?lang={language}"


@lru_cache(maxsize=32)
def catalogue(price_list: PriceList, language: str) -> list[tuple[str, list[dict[str, str]]]]:
    """The products to choose from by category, as the page words them; made once a version and language."""
    say = Words(price_list.currency)
    return [(category, [choice(item, say) for item in items]) for category, items in price_list.categories()]


def choice(item: PriceItem, say: Words) -> dict[str, str]:
    return {
        "slug": item.slug,
        "unit": unit_words(item.unit, SEVERAL),
        "label": f"{item.name} · {say.money(item.unit_price)} / {unit_words(item.unit, ONE)}",
    }


def respond(request: HttpRequest, page: Page, *, status: int = 200) -> HttpResponse:
    """The page as an answer. A fresh one is the same for everyone and may be kept; one with input may not."""
    html = get_template("leads/form.html").render(page.context(request))
    response = HttpResponse(html, status=status)
    response.headers["Cache-Control"] = NEVER if page.bound else FRESH
    response.headers["Content-Language"] = page.language
    return response


def fresh(request: HttpRequest, price_list: PriceList | None, now: datetime, language: str) -> Page:
    """The form before anybody typed; the link may have filled its basket."""
    values = {name: request.GET.get(name, "") for name in ("source", "lang", *posted.UTM_TAGS)}
    lines = posted.prefilled(request.GET) or [EMPTY_LINE]
    return Page(language, price_list, tokens.issue(now, price_list), values, lines)


def typed(
    data: Mapping[str, Any],
    lines: Sequence[Mapping[str, str]],
    form: tokens.Form,
    now: datetime,
    *,
    errors: Mapping[str, list[str]] | None = None,
    focus: int | None = None,
) -> Page:
    """The form with everything that was typed; its token stays, so that it is still the same form."""
    price_list = form.price_list(now)
    return Page(
        language=get_language() or "en",
        price_list=price_list,
        token=form.text if form.genuine else tokens.issue(now, price_list),
        values=data,
        lines=lines,
        errors=errors or {},
        bound=True,
        focus=focus,
        show_prices=errors is None,
    )
