"""The staff's pages of SMS templates: Django's own form, its placeholders checked."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
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
    fields = ("name", "text")
    ordering = ("name",)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *arguments: Any, **options: Any
    ) -> HttpResponse:
        """With how it reads as it is stored, and what the browser fills in while somebody types."""
        stored = context.get("original")
        context["reads"] = templates.example(stored.text) if stored else ""
        context["example"] = json.dumps(templates.made_up())
        return super().render_change_form(request, context, *arguments, **options)

    @admin.display(description=_("a customer reads"))
    def reads(self, template: TextTemplate) -> str:
        return templates.example(template.text) or "–"

    @admin.display(description=_("SMS"))
    def size(self, template: TextTemplate) -> str:
        return str(segments(templates.example(template.text)).count)
