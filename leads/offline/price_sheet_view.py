"""GET /prices/<version>: a price list as data, for the day when there is no connection."""

import json
from functools import lru_cache
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from leads import posted
from leads.offline.price_sheet import NO_LIST, price_sheet
from leads.quoting import price_book
from leads.quoting.price_list import PriceList

ASK_AGAIN = "public, no-cache"  # its words may change while the version does not


@require_safe
@gzip_page
def price_sheet_view(request: HttpRequest, version: int) -> HttpResponseBase:
    price_list = price_book.in_memory(version) if version else None
    if version != NO_LIST and price_list is None:
        return JsonResponse({"error": f"The price list {version} is not kept any more"}, status=404)
    body, mark = written(price_list, posted.language(request, request.GET), shop())
    response = HttpResponse(body, content_type="application/json")
    response.headers["Cache-Control"] = ASK_AGAIN
    response.headers["ETag"] = mark
    return get_conditional_response(request, etag=mark, response=response) or response


def shop() -> tuple[str, str, str]:
    """What else a sheet says than its prices."""
    return settings.BUSINESS_NAME, settings.WHATSAPP_NUMBER, settings.CURRENCY


@lru_cache(maxsize=16)
def written(price_list: PriceList | None, language: str, shop: tuple[str, str, str]) -> tuple[bytes, str]:
    """The sheet as bytes, and the mark that changes with them."""
    with translation.override(language):
        body = json.dumps(price_sheet(price_list), ensure_ascii=False, separators=(",", ":")).encode()
    return body, f'"{sha256(body).hexdigest()[:20]}"'
