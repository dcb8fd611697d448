"""Prices while the customer types: the server's own calculator, from memory, in the customer's language."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from leads import posted
from leads.basket import Basket
from leads.tokens import Form


@csrf_exempt
@require_POST
def price_view(request: HttpRequest) -> JsonResponse:
    """POST /price: the form's lines, priced as far as they go. 422 only for a body that cannot be read."""
    headers = {"Cache-Control": "no-store"}
    try:
        data = posted.fields(request)
    except posted.Unreadable as reason:
        problem = {"success": False, "error": str(reason), "fields": {}}
        return JsonResponse(problem, status=422, headers=headers)
    now = timezone.now()
    language = posted.language(request, data)
    with translation.override(language):
        shown = Basket.read(posted.typed_lines(data), Form.of(data, now).price_list(now)).shown()
    return JsonResponse({"success": True, **shown}, headers={**headers, "Content-Language": language})
