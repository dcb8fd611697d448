from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("assignments", "0002_triggers"), ("leads", "0102_search_and_conversion")]

    operations = [run_sql_file("assignments", "owner.up.sql", "owner.down.sql")]
