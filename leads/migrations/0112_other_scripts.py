from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("leads", "0121_rising_indexes")]

    operations = [run_sql_file("leads", "other_scripts.up.sql", "other_scripts.down.sql")]
