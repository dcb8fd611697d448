from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [run_sql_file("leadsite.jobs", "jobs.up.sql", "jobs.down.sql")]
