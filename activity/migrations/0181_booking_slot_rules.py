from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("activity", "0180_booking_slots"), ("leads", "0102_search_and_conversion")]

    operations = [run_sql_file("activity", "booking_slots.up.sql", "booking_slots.down.sql")]
