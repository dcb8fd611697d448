"""The price list as staff keep it, row by row, and the numbered versions that were published of it."""

from collections.abc import Iterable

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from leads.quoting import price_list as values
from leadsite.keys import uuid_key

NOT_NEGATIVE = MinValueValidator(0)
A_PERCENTAGE = [NOT_NEGATIVE, MaxValueValidator(100)]
A_QUANTITY = [NOT_NEGATIVE, MaxValueValidator(values.LARGEST_QUANTITY)]


class Unit(models.TextChoices):
    SQ_FT = "sq_ft", _("sq ft")
    SQ_M = "sq_m", _("sq m")
    RUNNING_FT = "running_ft", _("running ft")
    PIECE = "piece", _("piece")
    BOX = "box", _("box")


class PriceItemQuerySet(models.QuerySet["PriceItem"]):
    def on_sale(self) -> "PriceItemQuerySet":
        """What the next published version will hold, in the form's order, breaks included."""
        return self.filter(active=True).prefetch_related("breaks").order_by("order", "name", "slug")


class PriceItem(models.Model):
    """One thing for sale, as staff are editing it: customers see it once it is published."""

    id = uuid_key(db_comment="Primary key")
    updated_at = models.DateTimeField(_("changed"), auto_now=True, db_default=Now(), db_comment="Last edit")
    category = models.CharField(
        _("category"), max_length=values.LARGEST_CATEGORY, db_comment="Flooring, Wall, Lighting, Laminates, …"
    )
    name = models.CharField(_("name"), max_length=values.LARGEST_NAME, db_comment="As the customer reads it")
    slug = models.SlugField(
        _("slug"), max_length=values.LARGEST_SLUG, db_index=False, db_comment="In links: /?product=slug"
    )
    unit = models.CharField(_("unit"), max_length=20, choices=Unit, db_comment="What the price is for one of")
    unit_price = models.DecimalField(
        _("unit price"),
        max_digits=16,
        decimal_places=4,
        validators=[NOT_NEGATIVE],
        help_text=_("Before tax."),
        db_comment="Before tax, in the shop's currency",
    )
    wastage_percent = models.DecimalField(
        _("wastage %"),
        max_digits=5,
        decimal_places=2,
        default=0,
        db_default=0,
        validators=A_PERCENTAGE,
        help_text=_("Added to the quantity for cuts and breakage."),
        db_comment="Percent added to the quantity asked for",
    )
    minimum = models.DecimalField(
        _("minimum quantity"),
        max_digits=10,
        decimal_places=3,
        default=0,
        db_default=0,
        validators=A_QUANTITY,
        help_text=_("Smaller quantities are billed as this one. 0: no minimum."),
        db_comment="Less is billed as this; 0: none",
    )
    step = models.DecimalField(
        _("sold in steps of"),
        max_digits=10,
        decimal_places=3,
        default=0,
        db_default=0,
        validators=A_QUANTITY,
        help_text=_("Quantities are rounded up to the next step. 0: any quantity."),
        db_comment="Billed quantities are a multiple of it; 0: any",
    )
    tax_percent = models.DecimalField(
        _("tax %"),
        max_digits=6,
        decimal_places=3,
        default=0,
        db_default=0,
        validators=A_PERCENTAGE,
        db_comment="Percent of the line's net amount",
    )
    order = models.IntegerField(
        _("order"), default=0, db_default=0, help_text=_("Lowest first."), db_comment="Lowest first"
    )
    active = models.BooleanField(
        _("on sale"), default=True, db_default=True, db_comment="Whether the next version holds it"
    )

    objects = PriceItemQuerySet.as_manager()

    class Meta:
        db_table = "price_items"
        db_table_comment = "The price list as staff edit it; what customers see is in price_list_versions"
        verbose_name = _("price list item")
        verbose_name_plural = _("price list items")
        ordering = ["order", "name", "slug"]
        constraints = [
            # Links and snapshots name an item by its slug.
            models.UniqueConstraint(fields=["slug"], name="price_items_slug_key"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="price_items_unit_check"),
            models.CheckConstraint(
                condition=Q(unit_price__gte=0, minimum__gte=0, step__gte=0),
                name="price_items_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(wastage_percent__range=(0, 100), tax_percent__range=(0, 100)),
                name="price_items_percentages",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def value(self, breaks: Iterable["PriceBreak"] | None = None) -> values.PriceItem:
        """The plain value that is published, with other breaks than the stored ones if given.

        Raises ValueError where the numbers contradict each other.
        """
        steps = [row.value() for row in (self.breaks.all() if breaks is None else breaks)]
        return values.PriceItem(
            slug=self.slug,
            category=self.category,
            name=self.name,
            unit=self.unit,
            unit_price=self.unit_price,
            breaks=tuple(sorted(steps, key=lambda step: step.minimum_quantity)),
            wastage_percent=self.wastage_percent,
            minimum=self.minimum,
            step=self.step,
            tax_percent=self.tax_percent,
            order=self.order,
        )


class PriceBreak(models.Model):
    """From this quantity on the whole line has this unit price."""

    id = uuid_key(db_comment="Primary key")
    item = models.ForeignKey(
        PriceItem,
        models.CASCADE,
        related_name="breaks",
        db_constraint=False,  # leads/sql has the real one, which cascades in the database
        db_index=False,
        db_comment="Goes with its item",
    )
    minimum_quantity = models.DecimalField(
        _("from quantity"),
        max_digits=10,
        decimal_places=3,
        validators=[MinValueValidator(values.SMALLEST_STEP), MaxValueValidator(values.LARGEST_QUANTITY)],
        db_comment="Compared with the billed quantity",
    )
    unit_price = models.DecimalField(
        _("unit price"),
        max_digits=16,
        decimal_places=4,
        validators=[NOT_NEGATIVE],
        db_comment="Before tax, for the whole line",
    )

    class Meta:
        db_table = "price_breaks"
        db_table_comment = "Lower unit prices of larger quantities"
        verbose_name = _("price break")
        verbose_name_plural = _("price breaks")
        ordering = ["minimum_quantity"]
        constraints = [
            # One price a quantity; also finds an item's breaks.
            models.UniqueConstraint(
                fields=["item", "minimum_quantity"], name="price_breaks_item_quantity_key"
            ),
            models.CheckConstraint(
                condition=Q(minimum_quantity__gt=0, unit_price__gte=0), name="price_breaks_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minimum_quantity.normalize():f}+"

    def value(self) -> values.PriceBreak:
        return values.PriceBreak(self.minimum_quantity, self.unit_price)


class PriceListVersion(models.Model):
    """A price list as it was published. Numbered, and never changed: quotes refer to it for years."""

    number = models.PositiveIntegerField(_("version"), primary_key=True, db_comment="1, 2, 3, …")
    published_at = models.DateTimeField(_("published"), db_comment="From then on the form prices by it")
    published_by = models.CharField(
        _("by"), max_length=255, null=True, blank=True, db_comment="The user's identifier; null: the system"
    )
    content = models.JSONField(
        _("content"), db_comment="Currency and items as the calculator reads them; decimals as strings"
    )

    class Meta:
        db_table = "price_list_versions"
        db_table_comment = "Published price lists, immutable; the newest one is what the form prices by"
        verbose_name = _("published price list")
        verbose_name_plural = _("published price lists")
        ordering = ["-number"]
        constraints = [
            # leads/sql adds that the content names the same number.
            models.CheckConstraint(condition=Q(number__gte=1), name="price_list_versions_number"),
        ]

    def __str__(self) -> str:
        return _("Version %(number)s") % {"number": self.number}

    def value(self) -> values.PriceList:
        """The price list itself. Raises ValueError if the stored content cannot be read."""
        return values.PriceList.from_json(self.content)
