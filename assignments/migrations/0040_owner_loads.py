from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("assignments", "0012_closed_leads"), ("leads", "0121_rising_indexes")]

    operations = [run_sql_file("assignments", "owner_loads.up.sql", "owner_loads.down.sql")]
