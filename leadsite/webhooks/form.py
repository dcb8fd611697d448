"""Adding and changing a webhook."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from leadsite.webhooks import addresses
from leadsite.webhooks.models import EVENTS, WebhookEndpoint

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[WebhookEndpoint]
else:
    ModelForm = forms.ModelForm  # not generic at run time

MADE_MEANWHILE = _("A new secret was made meanwhile. Look whether you still want one.")


class EndpointForm(ModelForm):
    url = forms.URLField(
        label=_("Address"), max_length=500, assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vLargeTextField"}),
    )  # fmt: skip
    events = forms.MultipleChoiceField(
        label=_("Told of"), choices=EVENTS, required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "radiolist"}),
        help_text=_("Nothing chosen: all of these. Each arrives as lead.… with the entry of the log."),
    )  # fmt: skip
    new_secret = forms.BooleanField(
        label=_("Make a new secret"), required=False,
        help_text=_("The earlier one signs nothing from then on. The new one is shown once."),
    )  # fmt: skip
    # Of the secret that was the present one when the page was made: sent twice, the page makes one.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = WebhookEndpoint
        fields = ("url", "events", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.generation
        if self.instance._state.adding:
            self.fields.pop("new_secret", None)

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = super().clean() or {}
        if asked.get("new_secret") and asked.get("seen") != self.instance.generation:
            self.add_error("new_secret", MADE_MEANWHILE)
        return asked

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        try:
            addresses.target(url)
        except addresses.Refused as refused:
            raise ValidationError(refused.args[0]) from None
        return url
