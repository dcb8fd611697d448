from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assignments', '0060_shares_and_failures'),
    ]

    operations = [
        migrations.AddField(
            model_name='calendarversion',
            name='open_on',
            field=models.JSONField(db_comment='Names of holidays on which there is work', db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AlterField(
            model_name='calendarversion',
            name='region',
            field=models.CharField(blank=True, db_comment='Of which part of the country', db_default='', default='', max_length=40),
        ),
    ]
