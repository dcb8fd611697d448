from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("activity", "0162_text_templates")]

    operations = [run_sql_file("activity", "text_templates.up.sql", "text_templates.down.sql")]
