from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("leads", "0101_standing")]

    operations = [
        run_sql_file("leads", "search.up.sql", "search.down.sql"),
        run_sql_file("leads", "standing.up.sql", "standing.down.sql"),
    ]
