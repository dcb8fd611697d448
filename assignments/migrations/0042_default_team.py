from django.db import migrations

from assignments.teams import default_team


def make(apps, schema_editor):
    default_team.make(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("assignments", "0051_clocks_follow"),
        ("accounts", "0004_sign_in"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    # Never taken back: leads have gone to it.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
