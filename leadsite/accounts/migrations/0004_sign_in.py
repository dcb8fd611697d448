from django.db import migrations

from leadsite.accounts.roles import make_groups


def make(apps, schema_editor):
    make_groups(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_roles"),
        ("axes", "0010_accessattemptexpiration"),
    ]

    # Administrators unlock colleagues.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
