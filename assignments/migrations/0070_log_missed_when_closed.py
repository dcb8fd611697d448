from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("assignments", "0043_handed_over")]

    operations = [
        run_sql_file("assignments", "log_missed_when_closed.up.sql", "log_missed_when_closed.down.sql")
    ]
