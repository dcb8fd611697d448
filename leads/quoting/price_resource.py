"""How a row of the price list's CSV file and an item of the price list stand for each other."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import CachedInstanceLoader
from import_export.resources import ModelResource
from import_export.widgets import Widget

from leads.quoting.models import PriceBreak, PriceItem, Unit
from leads.quoting.money import plain
from leads.quoting.price_cells import Breaks, breaks_from, breaks_to, number

YES, NO = ("yes", "true", "1"), ("no", "false", "0")


class Text(Widget):  # type: ignore[misc]  # the library has no types
    def clean(self, value: str, row: Any = None, **options: Any) -> str:
        return value.strip()

    def render(self, value: Any, obj: Any = None, **options: Any) -> str:
        return str(value)


class Number(Text):
    """An empty cell is 0, but for a price, which must be there."""

    def __init__(self, *, required: bool = False) -> None:
        super().__init__()
        self.required = required

    def clean(self, value: str, row: Any = None, **options: Any) -> Any:
        text = value.strip()
        if not text and self.required:
            raise ValueError(_("A price is missing."))
        return number(text) if text else Decimal(0)

    def render(self, value: Any, obj: Any = None, **options: Any) -> str:
        return "" if value is None else plain(Decimal(value))


class Whole(Text):
    def clean(self, value: str, row: Any = None, **options: Any) -> Any:
        found = number(value.strip() or "0")
        if found != found.to_integral_value() or abs(found) > 2**31 - 1:
            raise ValueError(_("“%(text)s” is not a whole number.") % {"text": value.strip()})
        return int(found)


class UnitWord(Text):
    def clean(self, value: str, row: Any = None, **options: Any) -> str:
        word = value.strip()
        if word not in Unit.values:
            known = ", ".join(Unit.values)
            raise ValueError(_("The unit is one of %(known)s.") % {"known": known})
        return word


class YesNo(Text):
    def clean(self, value: str, row: Any = None, **options: Any) -> Any:
        word = value.strip().lower()
        if word not in (*YES, *NO, ""):
            raise ValueError(_("Write yes or no."))
        return word not in NO

    def render(self, value: Any, obj: Any = None, **options: Any) -> str:
        return YES[0] if value else NO[0]


class BreaksCell(Text):
    def clean(self, value: str, row: Any = None, **options: Any) -> Any:
        return breaks_from(value)

    def render(self, value: Any, obj: Any = None, **options: Any) -> str:
        return breaks_to(value)


class BreaksField(Field):  # type: ignore[misc]  # the library has no types
    """Price breaks as one value; those that a file asks for wait on the item until it is saved."""

    def get_value(self, instance: PriceItem) -> Breaks:
        asked: Breaks | None = instance.__dict__.get("asked_breaks", instance.__dict__.get("stored_breaks"))
        return stored(instance) if asked is None else asked


def stored(instance: PriceItem) -> Breaks:
    if instance._state.adding:
        return ()
    return tuple((row.minimum_quantity, row.unit_price) for row in instance.breaks.all())


class PriceItemResource(ModelResource):  # type: ignore[misc]  # the library has no types
    """Items by slug, read and compared; price_csv writes. What the file does not name stays as it is."""

    slug = Field("slug", "slug", Text())
    category = Field("category", "category", Text())
    name = Field("name", "name", Text())
    unit = Field("unit", "unit", UnitWord())
    unit_price = Field("unit_price", "unit_price", Number(required=True))
    breaks = BreaksField("asked_breaks", "breaks", BreaksCell())
    wastage_percent = Field("wastage_percent", "wastage_percent", Number())
    minimum = Field("minimum", "minimum", Number())
    step = Field("step", "step", Number())
    tax_percent = Field("tax_percent", "tax_percent", Number())
    order = Field("order", "order", Whole())
    active = Field("active", "active", YesNo())

    class Meta:
        model = PriceItem
        import_id_fields = ("slug",)
        fields = export_order = (
            "slug", "category", "name", "unit", "unit_price", "breaks", "wastage_percent", "minimum", "step",
            "tax_percent", "order", "active",
        )  # fmt: skip
        instance_loader_class = CachedInstanceLoader
        skip_unchanged = report_skipped = True
        skip_html_diff = True
        store_instance = True

    def get_queryset(self) -> QuerySet[PriceItem]:
        return PriceItem.objects.prefetch_related("breaks").order_by("order", "name", "slug")

    def after_init_instance(self, instance: Any, new: bool, row: Any, **options: Any) -> None:
        # The library compares with a deep copy, which would ask the database for its breaks again,
        # and takes long to make of rows that were fetched together.
        instance.stored_breaks = stored(instance)
        instance._prefetched_objects_cache = {}

    def validate_instance(
        self, instance: PriceItem, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """The model's rules for each column, and what an item must be as a whole; no query a row."""
        errors = dict(import_validation_errors or {})
        try:
            instance.full_clean(exclude=list(errors), validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if not errors:
            try:
                instance.value([PriceBreak(minimum_quantity=q, unit_price=p) for q, p in wanted(instance)])
            except ValueError as error:
                errors[NON_FIELD_ERRORS] = ValidationError(str(error))
        if errors:
            raise ValidationError(errors)


def wanted(instance: PriceItem) -> Breaks:
    value: Breaks = PriceItemResource.fields["breaks"].get_value(instance)
    return value


COLUMNS: tuple[str, ...] = PriceItemResource._meta.export_order
