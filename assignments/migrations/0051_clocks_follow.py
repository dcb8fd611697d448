from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("assignments", "0061_notices_are_not_sent"),
        ("activity", "0133_status_change_set"),
    ]

    operations = [run_sql_file("assignments", "clocks_follow.up.sql", "clocks_follow.down.sql")]
