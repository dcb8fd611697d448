from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

from assignments import defaults


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    defaults.make(apps, timezone.now())


class Migration(migrations.Migration):
    dependencies = [("assignments", "0030_holidays_of_versions")]

    # Never taken back: deadlines name these versions.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
