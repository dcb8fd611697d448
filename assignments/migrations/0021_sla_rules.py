from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("assignments", "0020_sla_tables")]

    operations = [run_sql_file("assignments", "clocks.up.sql", "clocks.down.sql")]
