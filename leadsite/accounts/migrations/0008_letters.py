from django.db import migrations

from leadsite.accounts.roles import make_groups


def make(apps, schema_editor):
    make_groups(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_teams"),
        ("activity", "0151_letter_template_rules"),
    ]

    # Managers change what letters say; everybody sees it.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
