from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("webhooks", "0001_initial"),
        ("activity", "0134_status_change_pairs"),
        ("leads", "0125_quote_total_is_a_number"),
    ]

    operations = [run_sql_file("leadsite.webhooks", "webhooks.up.sql", "webhooks.down.sql")]
