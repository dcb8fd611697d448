"""Paste a WhatsApp message: says whether it is genuine, and brings back a quote that was lost."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.kinds import Actor
from leads import pasted_quotes
from leads.models import Lead, Submission
from leads.paste_form import PasteForm
from leads.pasted_quotes import Found
from leads.quoting import message_quote, pasted
from leads.quoting.message_quote import Compared, Pasted
from leads.quoting.money import format_money, format_quantity
from leadsite.accounts.models import User

MAY_PASTE = "leads.work_lead"
BRING_IN = "bring_in"
INVALID = 422


@dataclass(frozen=True)
class Row:
    """A line as the page shows it; `agrees` is None where there is nothing to compare it with."""

    product: str
    quantity: str
    said: str
    stored: str = ""
    agrees: bool | None = None
    is_total: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_PASTE, raise_exception=True)
def paste_message(request: HttpRequest) -> HttpResponse:
    """GET asks for the message; POST says what it is; POST with `bring_in` makes a lost one a lead again."""
    if request.method != "POST":
        return page(request, PasteForm())
    wanted = BRING_IN in request.POST
    form = PasteForm(request.POST, needs_phone=wanted)
    genuine = pasted_quotes.read(request.POST.get("text", ""))
    if not form.is_valid():
        return page(request, form, status=INVALID, **(verdict(request, genuine) if genuine else {}))
    if genuine is None:
        return page(request, form, **not_genuine(request, form.cleaned_data["text"]))
    found = pasted_quotes.find(genuine)
    if wanted and found.state == "lost":
        return bring_in(request, form, genuine, found)
    return page(request, form, **verdict(request, genuine, found))


def page(request: HttpRequest, form: PasteForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("Paste a WhatsApp message"),
        "form": form,
        "longest": pasted.LONGEST,
        **more,
    }
    return TemplateResponse(request, "admin/leads/lead/paste.html", context, status=status)


def bring_in(request: HttpRequest, form: PasteForm, genuine: Pasted, found: Found) -> HttpResponse:
    colleague = cast(User, request.user)  # the permission was asked for
    assert found.id is not None  # noqa: S101  # for the type checker: what is lost has a name
    outcome = pasted_quotes.bring_in(
        genuine=genuine,
        submission_id=found.id,
        phone=form.cleaned_data["phone"],
        actor=Actor("user", colleague.identifier),
        now=timezone.now(),
    )
    if outcome.outcome in ("busy", "erased"):
        if outcome.outcome == "busy":
            messages.warning(
                request, _("Somebody is bringing this quote in at this moment. Look again in a moment.")
            )
        return page(request, form, **verdict(request, genuine))
    said = {
        "stored": _("The quote %(folio)s is here again."),
        "known": _("The quote %(folio)s has come in meanwhile."),
    }[outcome.outcome]
    messages.success(request, said % {"folio": genuine.message.folio})
    return redirect_to(request, outcome.lead_id)


def redirect_to(request: HttpRequest, lead_id: Any) -> HttpResponse:
    """The lead, where the colleague may see it: a second enquiry may belong to somebody else's."""
    if Lead.objects.visible_to(request.user).filter(pk=lead_id).exists():
        return redirect("admin:leads_lead_change", lead_id)
    messages.info(request, _("It belongs to a lead of a colleague."))
    return redirect("admin:leads_lead_paste")


def not_genuine(request: HttpRequest, text: str) -> dict[str, Any]:
    """Why it proves nothing, and the leads of the folios in it: comparing them is for a person."""
    known = Submission.objects.visible_to(request.user).filter(folio__in=pasted.folios(text))
    return {
        "state": "wrong" if pasted.signatures(text) else "unsigned",
        "known": list(known.select_related("lead").defer("quote", "submitted")),
    }


def verdict(request: HttpRequest, genuine: Pasted, found: Found | None = None) -> dict[str, Any]:
    found = found or pasted_quotes.find(genuine)
    shown: dict[str, Any] = {"state": found.state, "message": genuine.message, "submission": found.submission}
    if found.submission is None:
        whole = found.state == "lost" and found.id and pasted_quotes.quote(genuine, found.id, timezone.now())
        return {**shown, "rows": said(genuine), "whole": bool(whole)}
    if not Lead.objects.visible_to(request.user).filter(pk=found.submission.lead_id).exists():
        return {**shown, "state": "not_yours"}
    compared = message_quote.compare(found.submission.quote, genuine)
    rows = beside(compared, genuine) if compared else said(genuine)
    return {
        **shown,
        "rows": rows,
        "readable": compared is not None,
        "agrees": compared is not None and all(one.agrees for one in compared),
    }


def said(genuine: Pasted) -> list[Row]:
    """What the message says by itself."""
    message = genuine.message
    lines = [
        Row(line.product, f"{number(line.billed, genuine)} {line.unit}".strip(), money(line.amount, genuine))
        for line in message.lines
    ]
    return [*lines, Row(_("Total"), "", money(message.total, genuine), is_total=True)]


def beside(compared: list[Compared], genuine: Pasted) -> list[Row]:
    """What the message says beside what is stored."""
    *lines, total = compared
    rows = [
        Row(
            one.product,
            quantities(one, genuine),
            money(one.said, genuine),
            money(one.stored, genuine),
            one.agrees,
        )
        for one in lines
    ]
    said, stored = money(total.said, genuine), money(total.stored, genuine)
    return [*rows, Row(_("Total"), "", said, stored, total.agrees, is_total=True)]


def quantities(one: Compared, genuine: Pasted) -> str:
    shown = [
        number(quantity, genuine) if quantity is not None else "–"
        for quantity in (one.quantity_said, one.quantity_stored)
    ]
    return shown[0] if shown[0] == shown[1] else f"{shown[0]} / {shown[1]}"


def money(amount: Decimal | None, genuine: Pasted) -> str:
    if amount is None:
        return _("price follows")
    return format_money(amount, genuine.message.currency, get_language() or "en")


def number(quantity: Decimal, genuine: Pasted) -> str:
    return format_quantity(quantity, get_language() or "en", genuine.message.currency)
