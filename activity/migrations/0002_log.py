from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("activity", "0001_initial"), ("leads", "0002_triggers")]

    operations = [run_sql_file("activity", "log.up.sql", "log.down.sql")]
