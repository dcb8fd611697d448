from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    # Before the first table of anybody, so that none is open for a moment.
    run_before = [("contenttypes", "0001_initial")]

    operations = [run_sql_file("leadsite", "roles.up.sql", "roles.down.sql")]
