from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("assignments", "0021_sla_rules"),
        ("leads", "0121_rising_indexes"),
        ("leadsite", "0003_reading"),
    ]

    operations = [run_sql_file("assignments", "first_clocks.up.sql", "first_clocks.down.sql")]
