"""What the staff's lists share: facts are read, not edited, and a long list is not counted to its end."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.paginator import Paginator as DjangoPaginator
from django.forms import BaseInlineFormSet as DjangoInlineFormSet
from django.http import HttpRequest

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline
    BaseInlineFormSet = DjangoInlineFormSet
    Paginator = DjangoPaginator
else:
    # To the type checker these are generic, at run time they are not: here they bear the brackets.
    class Subscriptable:
        def __class_getitem__(cls, types: object) -> type:
            return cls

    class ModelAdmin(Subscriptable, admin.ModelAdmin): ...

    class TabularInline(Subscriptable, admin.TabularInline): ...

    class BaseInlineFormSet(Subscriptable, DjangoInlineFormSet): ...

    class Paginator(Subscriptable, DjangoPaginator): ...


COUNTED = 10_000  # counting a million rows costs more than the page itself


class CappedPaginator(Paginator[Any]):
    """Pages of the first ten thousand rows: who looks for something older searches or filters."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows[:COUNTED].count())


class ReadOnly:
    """For a ModelAdmin or an inline whose rows are facts: nobody adds, changes or deletes them here."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class Labelled:
    """For a tabular inline: its fields are named by their column's head, which no screen reader links."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]  # the inline's own
        for field in formset.form.base_fields.values():
            field.widget.attrs.setdefault("aria-label", field.label)
        return formset


class FactList(ReadOnly):
    """A list of facts that may hold a million rows."""

    paginator: Any = CappedPaginator
    show_full_result_count = False
    list_per_page = 50


class OfLeads(FactList):
    """Facts that are leads or hang on them: those of other people's leads are not there (SALES_SEE).

    Lists, pages, histories and autocompletion of Django's admin all begin with this queryset.
    """

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)  # type: ignore[misc]  # the ModelAdmin that this is mixed into
        return rows.visible_to(request.user)
