from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("leads", "0001_initial")]

    operations = [run_sql_file("leads", "triggers.up.sql", "triggers.down.sql")]
