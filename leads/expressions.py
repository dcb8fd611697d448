"""What columns, constraints and indexes of a lead are computed from."""

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Cast, Coalesce, Collate, Concat, Lower, Replace, Reverse

LINE = Value("\n", output_field=models.TextField())  # so that nothing matches across two fields


def words(name: str) -> Coalesce:
    return Coalesce(F(name), Value(""), output_field=models.TextField())


WITHOUT_DASHES = Replace(words("folio"), Value("-"), Value(""), output_field=models.TextField())
UTC_DATE_OF_CREATION = Cast(Func(Value("UTC"), F("created_at"), function="timezone"), models.DateField())
PHONE_FROM_ITS_END = Collate(Reverse("phone"), "C")  # in which an index knows how a text begins
SEARCH_TEXT = Lower(
    Concat(
        words("name"), LINE, words("company"), LINE, words("email"), LINE, words("phone"), LINE,
        words("folio"), LINE, WITHOUT_DASHES,
    )
)  # fmt: skip
