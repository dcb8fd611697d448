from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("leadsite", "0004_data_api"), ("leads", "0120_figures")]

    operations = [run_sql_file("leadsite", "figures.up.sql", "figures.down.sql")]
