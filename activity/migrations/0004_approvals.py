from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("activity", "0003_permissions")]

    operations = [run_sql_file("activity", "approvals.up.sql", "approvals.down.sql")]
