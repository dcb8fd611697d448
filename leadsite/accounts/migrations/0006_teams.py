from django.db import migrations

from leadsite.accounts.roles import make_groups


def make(apps, schema_editor):
    make_groups(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_response_times"),
        ("assignments", "0020_sla_tables"),
    ]

    # Managers keep teams and rules; everybody says when they are away.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
