from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("offline", "0001_initial"),
        ("activity", "0300_allow_stopped_addresses"),
    ]

    operations = [run_sql_file("leadsite.offline", "claims.up.sql", "claims.down.sql")]
