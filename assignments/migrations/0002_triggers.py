from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("assignments", "0001_initial")]

    operations = [run_sql_file("assignments", "triggers.up.sql", "triggers.down.sql")]
