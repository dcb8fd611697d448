"""The field for the key by which a page sent twice is done once."""

from typing import Any

from django import forms


class OwnKey(forms.UUIDField):
    """A key that a page chose.

    Those that follow from what everybody can read (version 5, as activity.authors.closing_key) are the
    server's own: an entry that somebody logged under one beforehand would block a colleague's step.
    """

    widget = forms.HiddenInput
    DERIVED = 5

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value.version == self.DERIVED:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
