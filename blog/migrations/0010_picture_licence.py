from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0009_former_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="licence",
            field=models.CharField(
                blank=True,
                help_text="Under which it may be shown, such as “CC BY 4.0” or “bought at …”. It stands beside the credit.",
                max_length=120,
            ),
        ),
        migrations.AlterField(
            model_name="picture",
            name="credit",
            field=models.CharField(blank=True, help_text="Who made it.", max_length=200),
        ),
    ]
