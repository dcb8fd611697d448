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


class EndpointForm(ModelForm):
    url = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")
    events = forms.MultipleChoiceField(
        label=_("Told of"), choices=EVENTS, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen: all of these. Each arrives as lead.… with the entry of the log."),
    )  # fmt: skip
    new_secret = forms.BooleanField(
        label=_("Make a new secret"), required=False,
        help_text=_("The earlier one signs nothing from then on. The new one is shown once."),
    )  # fmt: skip

    class Meta:
        model = WebhookEndpoint
        fields = ("url", "events", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields.pop("new_secret", None)

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        try:
            addresses.target(url)
        except addresses.Refused as refused:
            raise ValidationError(refused.args[0]) from None
        return url
