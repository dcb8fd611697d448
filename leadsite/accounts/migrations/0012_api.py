from django.db import migrations

from leadsite.accounts.roles import make_groups


def make(apps, schema_editor):
    make_groups(apps)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_letters"), ("api", "0001_initial")]

    # Everybody who works leads makes tokens of their own; Admin revokes anybody's.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
