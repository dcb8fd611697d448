"""What customers' programs send, without a token: quotes and small events. None waits for the database."""

from collections.abc import Mapping
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from leads import posted, views
from leads.forms import MOST_LINES
from leadsite.api import quote_keys
from leadsite.api.operations import REPLAY, problems
from leadsite.api.problems import Problem
from leadsite.api.writing import HEADERS, KEY, REPLAYED
from leadsite.telemetry.views import keep
from leadsite.telemetry.views import limit as telemetry_limit

SOURCE = "api"
router = Router(tags=["Customers"])


class QuoteLine(Schema):
    product: str = Field(description="A product of the price list")
    quantity: str | int | float = Field(description="As people write it: 250, 12.5")
    notes: str = ""


class QuoteBody(Schema):
    """The form's own fields. More of them, such as utm_source, are kept as the form keeps them."""

    name: str
    phone: str = Field("", description="A phone number or an e-mail address is needed")
    email: str = ""
    company: str = ""
    role: str = ""
    location: str = ""
    message: str = ""
    source: str = Field(SOURCE, description="Where the enquiry comes from")
    lang: str = Field("", description="en, hi or es")
    lines: Annotated[list[QuoteLine], Field(min_length=1, max_length=MOST_LINES)]


class QuoteShown(Schema):
    """The quote is kept, whatever the database does."""

    success: bool
    folio: str
    total: str | float | None = Field(description="Null: the price follows")
    currency: str
    quote_url: str
    whatsapp_url: str = Field(description="Where to send the customer, the message written")
    warning: str | None = Field(None, description="db_down: kept on this host until the database is back")


class EventBody(Schema):
    name: str
    page: str = ""
    language: str = ""
    data: dict[str, Any] = Field(default_factory=dict)


BODY = QuoteBody.model_json_schema(ref_template="#/components/schemas/{model}")
LINE = BODY.pop("$defs")["QuoteLine"]
BODY["properties"]["lines"]["items"] = LINE  # the document's own list of schemas does not know it
QUOTE_EXTRA: dict[str, Any] = {
    "parameters": [
        {
            "in": "header",
            "name": HEADERS[0],
            "required": False,
            "description": "The same key and body are one quote, another body is refused",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
        }
    ],
    "responses": {201: {"headers": REPLAY}},
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": BODY}},
    },
}


@router.post(
    "/quotes",
    auth=None,
    summary="Submit a quote",
    response={201: QuoteShown, **problems(400, 413, 415, 422, 503)},
    openapi_extra=QUOTE_EXTRA,
)
def submit_quote(request: HttpRequest) -> Any:
    """By the form's own door: priced here, kept whatever the database does, sent twice it is one quote."""
    data, now = read(request), timezone.now()
    with translation.override(posted.language(request, data)):
        try:
            quote = views.understood(request, data, now)
        except views.Wrong as wrong:
            fields = {place(name): " ".join(said) for name, said in wrong.errors.items()}
            raise Problem(422, "invalid", views.attention(wrong.errors), fields=fields) from None
        key = data["idempotency_key"]
        moment = quote_keys.first_sent(request, key, now) if key else now
        if moment == now:
            return views.accept(request, quote, now, as_json=True)
        response = views.accept(request, quote.first_sent(moment), moment, as_json=True)
        response.headers[REPLAYED] = "true"
        return response


def place(name: str) -> str:
    """Where the program wrote what the form calls `lines-0-product`."""
    return f"body.{name.replace('-', '.')}"


def read(request: HttpRequest) -> Mapping[str, Any]:
    """What was sent as the form's fields. Raises Problem 400 or 415."""
    key = next((request.headers[name] for name in HEADERS if name in request.headers), "")
    if key and not KEY.fullmatch(key):
        raise Problem(400, "no_key", _("An Idempotency-Key has 1 to 255 visible ASCII characters."))
    if request.content_type != "application/json":
        raise Problem(415, "not_json", _("Send JSON, as application/json."))
    try:
        data = posted.from_json(request.body)
    except posted.Unreadable as reason:
        raise Problem(400, "unreadable", f"{reason}.") from None
    return {**data, "source": data.get("source") or SOURCE, "idempotency_key": key}


@router.post(
    "/telemetry",
    auth=None,
    summary="Tell an event of the customer's page",
    response={204: None, **problems(400, 413, 422, 429, 503)},
)
def tell_event(request: HttpRequest, body: EventBody) -> Any:
    """Known names and facts are kept, all others left out; nothing about the person."""
    if telemetry_limit.exceeded(request.META.get("REMOTE_ADDR", "")):
        detail = _("Too many requests in a minute. Try again in the next one.")
        raise Problem(429, "too_many_requests", detail, headers={"Retry-After": "60"})
    keep(body.model_dump())
    return HttpResponse(status=204)
