from django.db import migrations, models

SHARE = models.SmallIntegerField(
    default=0,
    db_default=0,
    editable=False,
    db_comment="The highest share of the target, in percent, whose steps were taken",
)
FAILURES = models.SmallIntegerField(
    default=0,
    db_default=0,
    editable=False,
    db_comment="Sweeps in a row that failed here: it waits longer each time",
)


class Migration(migrations.Migration):
    dependencies = [("assignments", "0050_first_clocks")]

    operations = [
        operation
        for model in ("assignment", "leadclock")
        for operation in (
            migrations.RenameField(model, "steps_done", "share_done"),
            migrations.AlterField(model, "share_done", SHARE),
            migrations.AddField(model, "failures", FAILURES),
        )
    ]
