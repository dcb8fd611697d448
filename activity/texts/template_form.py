"""What managers type to make a template of an SMS."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from activity.texts import templates
from activity.texts.models import TextTemplate
from activity.texts.writing import LONGEST

if TYPE_CHECKING:
    Form = forms.ModelForm[TextTemplate]
else:
    Form = forms.ModelForm  # not generic at run time


class TextTemplateForm(Form):
    class Meta:
        model = TextTemplate
        fields = ("name", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 5, "data-sms": ""})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = ", ".join(f"{{{name}}} {meaning}" for name, meaning in templates.MEANINGS.items())
        if "text" not in self.fields:  # whoever only reads it has no fields
            return
        self.fields["text"].help_text = _("Filled by themselves: %(placeholders)s.") % {"placeholders": known}

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        strange = templates.unknown(text)
        if strange:
            raise forms.ValidationError(
                _("There is no placeholder %(names)s.") % {"names": ", ".join(strange)}
            )
        if len(templates.example(text)) > LONGEST:
            raise forms.ValidationError(_("Write a text of 1600 letters at most."))
        return text
