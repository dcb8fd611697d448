from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("leads", "0051_published_price_lists"), ("activity", "0002_log")]

    operations = [run_sql_file("leads", "store_submissions.up.sql", "store_submissions.down.sql")]
