from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from assignments.teams import default_team


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    default_team.make(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("assignments", "0051_clocks_follow"),
        ("accounts", "0004_sign_in"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    # Never taken back: leads have gone to it.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
