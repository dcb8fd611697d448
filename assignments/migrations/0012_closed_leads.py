from django.db import migrations, models
from django.db.models import Q

from leadsite.sql_files import run_sql_file


class Migration(migrations.Migration):
    dependencies = [("assignments", "0031_defaults"), ("leads", "0121_rising_indexes")]

    operations = [
        run_sql_file("assignments", "closed_leads.up.sql", "closed_leads.down.sql"),
        migrations.AlterField(
            "assignment",
            "completed_at",
            models.DateTimeField(
                blank=True,
                db_comment="When it was answered; null in a completed one: nobody did, its lead was closed",
                null=True,
                verbose_name="completed",
            ),
        ),
        migrations.AddConstraint(
            "assignment",
            models.CheckConstraint(
                condition=Q(completed_at__isnull=False)
                | Q(sla_met__isnull=True, response_time_minutes__isnull=True),
                name="assignments_verdict_needs_answer",
            ),
        ),
    ]
