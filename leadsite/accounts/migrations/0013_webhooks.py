from django.db import migrations

from leadsite.accounts.roles import make_groups


def make(apps, schema_editor):
    make_groups(apps)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_api"), ("webhooks", "0001_initial")]

    # Admin says who is told.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
