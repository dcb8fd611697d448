from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("leads", "0122_phone_end")]

    operations = [run_sql_file("leads", "kept_quotes.up.sql", "kept_quotes.down.sql")]
