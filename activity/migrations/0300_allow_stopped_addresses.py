from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("activity", "0163_text_template_rules")]

    operations = [
        migrations.AlterModelOptions(
            name="stoppedaddress",
            options={
                "default_permissions": (),
                "permissions": [
                    ("allow_stoppedaddress", "Can allow messages to a stopped address again"),
                ],
                "verbose_name": "stopped address",
                "verbose_name_plural": "stopped addresses",
            },
        ),
    ]
