from django.db import migrations

from leadsite.accounts.roles import make_groups


def make(apps, schema_editor):
    make_groups(apps)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_text_templates"), ("activity", "0300_allow_stopped_addresses")]

    # Managers let messages go again to an address that was stopped.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
