from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from leadsite.accounts.roles import make_groups


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    make_groups(apps)


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_rules"), ("accounts", "0004_sign_in")]

    # Never taken back: people are in these groups.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
