from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("leads", "0050_price_list")]

    operations = [run_sql_file("leads", "price_list.up.sql", "price_list.down.sql")]
