"""The price list's file as it is uploaded, and as it comes back from its own preview."""

import binascii
from base64 import b64decode, b64encode
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads.quoting import price_csv
from leads.quoting.price_csv import Unreadable


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("The file is empty."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> str:
        """The file's text."""
        file: Any = self.cleaned_data["file"]
        try:
            return price_csv.read(file.read(price_csv.LARGEST_BYTES + 1))
        except Unreadable as error:
            raise forms.ValidationError(str(error), code="unreadable") from error


class ConfirmForm(forms.Form):
    """What a preview carries to its confirmation: the same text, and the name of what was shown."""

    content = forms.CharField(strip=False)
    digest = forms.CharField(max_length=64)

    def clean_content(self) -> str:
        try:
            return price_csv.read(b64decode(self.cleaned_data["content"], validate=True))
        except (binascii.Error, ValueError, Unreadable):
            raise forms.ValidationError(_("The preview is no longer whole. Upload the file again.")) from None


def carried(text: str) -> str:
    """The text in characters that no browser changes on the way."""
    return b64encode(text.encode()).decode()
