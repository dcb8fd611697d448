from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from leadsite.accounts.roles import make_groups


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    make_groups(apps)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_text_templates"), ("activity", "0300_allow_stopped_addresses")]

    # Managers let messages go again to an address that was stopped.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
