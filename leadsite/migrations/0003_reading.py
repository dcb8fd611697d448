from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("leadsite", "0002_shop_settings"),
        ("leads", "0002_triggers"),
        ("activity", "0002_log"),
        ("assignments", "0002_triggers"),
    ]

    operations = [run_sql_file("leadsite", "reading.up.sql", "reading.down.sql")]
