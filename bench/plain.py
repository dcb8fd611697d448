"""What one would write first: a ModelForm, the ORM, a new connection for each request."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadsite.settings")

from django.conf import settings

settings.DATABASES["default"]["CONN_MAX_AGE"] = 0

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

from decimal import Decimal  # noqa: E402
from typing import Any  # noqa: E402
from urllib.parse import quote  # noqa: E402

from django import forms  # noqa: E402
from django.db import transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402

from activity.models import Activity  # noqa: E402
from leads.models import Lead, LeadProduct, Submission  # noqa: E402
from leads.quoting.models import PriceItem  # noqa: E402


class LeadForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes no argument when it runs
    class Meta:
        model = Lead
        fields = ["name", "phone", "email", "company", "role", "location", "message", "source"]


class LineForm(forms.Form):
    product = forms.CharField()
    quantity = forms.DecimalField(min_value=Decimal("0.001"))
    notes = forms.CharField(required=False)


Lines = forms.formset_factory(LineForm)


@csrf_exempt
@transaction.atomic
def plain(request: HttpRequest) -> HttpResponse:
    form, lines = LeadForm(request.POST), Lines(request.POST, prefix="lines")
    if not (form.is_valid() and lines.is_valid()):
        return HttpResponse(str(form.errors) + str(lines.errors), status=422)
    lead = form.save()
    priced = [price(lead, line) for line in lines.cleaned_data]
    total = sum((amount for amount in priced), Decimal(0))
    Submission.objects.create(
        id=lead.pk, folio=str(lead.pk), lead=lead, quote_total=total, currency=settings.CURRENCY
    )
    Activity.objects.create(
        lead_id=lead.pk, type="quote", message=f"Quote over {total}.",
        metadata={"folio": str(lead.pk), "submission_id": str(lead.pk)},
    )  # fmt: skip
    text = quote(f"Hello, I am {lead.name}. Quote {lead.pk}, total {total}")
    return HttpResponse(
        status=303, headers={"Location": f"https://wa.me/{settings.WHATSAPP_NUMBER}?text={text}"}
    )


def price(lead: Lead, line: dict[str, Any]) -> Decimal:
    item = PriceItem.objects.get(slug=line["product"])
    LeadProduct.objects.create(
        lead=lead,
        category=item.category,
        product=item.name,
        quantity=str(line["quantity"]),
        notes=line["notes"],
    )
    quantity: Decimal = line["quantity"]
    return round(item.unit_price * quantity * (1 + item.tax_percent / 100), 2)


from leadsite import urls  # noqa: E402

urls.urlpatterns.insert(0, path("", plain))
