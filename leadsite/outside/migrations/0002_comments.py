from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("outside", "0001_initial")]

    operations = [run_sql_file("leadsite.outside", "comments.up.sql", "comments.down.sql")]
