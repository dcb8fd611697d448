from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("leadsite", "0003_reading")]

    operations = [run_sql_file("leadsite", "data_api.up.sql", "data_api.down.sql")]
