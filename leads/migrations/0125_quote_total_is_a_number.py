from decimal import Decimal

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Q

BEYOND = Decimal(10) ** 17


def forget_what_is_no_number(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The column holds no such number: it is NaN, which PostgreSQL takes for more than any."""
    apps.get_model("leads", "Submission").objects.filter(quote_total__gte=BEYOND).update(quote_total=None)


class Migration(migrations.Migration):
    dependencies = [("leads", "0113_readable_times")]

    operations = [
        migrations.RunPython(forget_what_is_no_number, migrations.RunPython.noop),
        migrations.AddConstraint(
            "submission",
            models.CheckConstraint(
                condition=Q(quote_total__lt=BEYOND), name="submissions_quote_total_is_a_number"
            ),
        ),
    ]
