from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

from activity.letters import delivered
from leadsite.sql_files import run_sql_file


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    delivered.make(apps, timezone.now())


class Migration(migrations.Migration):
    dependencies = [("activity", "0150_letter_templates")]

    operations = [
        migrations.RunPython(make, migrations.RunPython.noop),
        run_sql_file("activity", "letter_templates.up.sql", "letter_templates.down.sql"),
    ]
