from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("activity", "0132_status_change_time")]

    operations = [run_sql_file("activity", "status_change_set.up.sql", "status_change_set.down.sql")]
