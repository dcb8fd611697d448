from django.db import migrations

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("live", "0001_initial"),
        ("activity", "0181_booking_slot_rules"),
        ("assignments", "0300_heard_notices"),
        ("leads", "0125_quote_total_is_a_number"),
    ]

    operations = [run_sql_file("leadsite.live", "events.up.sql", "events.down.sql")]
