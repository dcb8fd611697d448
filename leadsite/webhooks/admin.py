"""The staff's pages of webhooks: who is told, and what became of each delivery."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from leadsite.staff_lists import FactList, ModelAdmin
from leadsite.webhooks import signing, steps
from leadsite.webhooks.form import MADE_MEANWHILE, EndpointForm
from leadsite.webhooks.models import EVENTS, DeliveryState, WebhookDelivery, WebhookEndpoint


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ModelAdmin[WebhookEndpoint]):
    form = EndpointForm
    list_display = ("url", "told_of", "is_active", "failures", "rests_until", "last_error")
    ordering = ("created_at", "id")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["url", "events", "is_active", *(["new_secret", "seen"] if obj else [])]

    def save_model(self, request: HttpRequest, obj: WebhookEndpoint, form: Any, change: bool) -> None:
        edited = [name for name in form.changed_data if name in EndpointForm.Meta.fields]
        # All else in this row is as it was before the form was checked: others write it meanwhile.
        obj.save(update_fields=edited if change else None)
        steps.wake(endpoint=obj)

    def response_add(self, request: HttpRequest, obj: WebhookEndpoint, *ignored: Any) -> HttpResponse:
        return self.secret(request, obj)

    def response_change(self, request: HttpRequest, obj: WebhookEndpoint) -> HttpResponse:
        if "new_secret" in request.POST:
            if steps.new_secret(endpoint=obj, seen=obj.generation):
                return self.secret(request, obj)
            messages.error(request, MADE_MEANWHILE)
        return super().response_change(request, obj)

    def secret(self, request: HttpRequest, obj: WebhookEndpoint) -> HttpResponse:
        """The answer itself, no message: those wait in cookies and sessions."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("Its secret"),
            "endpoint": obj,
            "secret": signing.shown(obj),
        }
        return TemplateResponse(request, "admin/webhooks/secret.html", context)

    @admin.display(description=gettext_lazy("told of"))
    def told_of(self, endpoint: WebhookEndpoint) -> str:
        names = dict(EVENTS)
        return ", ".join(str(names.get(event, event)) for event in endpoint.events) or _("everything")


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(FactList, ModelAdmin[WebhookDelivery]):
    list_display = ("noted_at", "event", "stands", "lead", "program")
    list_filter = ("state", "endpoint")
    list_select_related = ("lead", "endpoint")
    ordering = ("-noted_at", "id")
    actions = ("send_again",)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def stands(self, delivery: WebhookDelivery) -> str:
        """With the time of the next try while there will be one, and why the last one was not taken."""
        told = delivery.get_state_display()
        if delivery.state == DeliveryState.WAITING and delivery.tries:
            time = date_format(timezone.localtime(delivery.next_at), "j M, H:i")
            told = _("%(state)s: next try %(time)s") % {"state": told, "time": time}
        return f"{told}. {delivery.error}" if delivery.error else told

    @admin.display(description=gettext_lazy("webhook"), ordering="endpoint__url")
    def program(self, delivery: WebhookDelivery) -> str:
        return urlsplit(delivery.endpoint.url).netloc

    @admin.action(description=gettext_lazy("Send again"), permissions=["replay"])
    def send_again(self, request: HttpRequest, deliveries: QuerySet[WebhookDelivery]) -> None:
        sent = steps.send_again(deliveries=deliveries, now=timezone.now())
        if not sent:
            messages.warning(request, _("None of these is settled yet: they are on their way."))
            return
        words = ngettext("%(count)d is sent again.", "%(count)d are sent again.", sent)
        messages.success(request, words % {"count": sent})

    def has_replay_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("webhooks.replay_webhookdelivery")
