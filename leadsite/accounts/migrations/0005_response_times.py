from django.db import migrations

from leadsite.accounts.roles import make_groups


def make(apps, schema_editor):
    make_groups(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_sign_in"),
        ("assignments", "0031_defaults"),
    ]

    # Managers keep working hours and promises.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
