from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("activity", "0131_planned_by")]

    operations = [run_sql_file("activity", "status_change_time.up.sql", "status_change_time.down.sql")]
