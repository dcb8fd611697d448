from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("activity", "0160_outbox")]

    operations = [run_sql_file("activity", "outbox.up.sql", "outbox.down.sql")]
