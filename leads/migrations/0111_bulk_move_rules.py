from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("leads", "0110_bulk_moves")]

    operations = [run_sql_file("leads", "bulk_moves.up.sql", "bulk_moves.down.sql")]
