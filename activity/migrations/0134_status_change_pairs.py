from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("activity", "0133_status_change_set")]

    operations = [run_sql_file("activity", "status_change_pairs.up.sql", "status_change_pairs.down.sql")]
