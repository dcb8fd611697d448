"""The staff's pages of SMS templates: Django's own form, its placeholders checked."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from activity.texts import templates
from activity.texts.models import TextTemplate
from activity.texts.segments import segments
from activity.texts.template_form import TextTemplateForm
from leadsite.staff_lists import ModelAdmin


@admin.register(TextTemplate)
class TextTemplateAdmin(ModelAdmin[TextTemplate]):
    form = TextTemplateForm
    list_display = ("name", "reads", "size")
    fields = ("name", "text", "reads", "size")
    readonly_fields = ("reads", "size")
    ordering = ("name",)

    @admin.display(description=_("a customer reads"))
    def reads(self, template: TextTemplate) -> str:
        return templates.example(template.text) or "–"

    @admin.display(description=_("SMS"))
    def size(self, template: TextTemplate) -> str:
        return str(segments(templates.example(template.text)).count)
