from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0011_canary"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LearntSign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sign", models.CharField(max_length=40, unique=True)),
                ("spam", models.PositiveIntegerField()),
                ("good", models.PositiveIntegerField()),
                ("upto", models.BigIntegerField(default=0)),
            ],
            options={
                "ordering": ["-spam", "good", "sign"],
                "verbose_name": "sign of spam",
                "verbose_name_plural": "signs of spam",
            },
        ),
        migrations.AddIndex(
            model_name="leadevent",
            index=models.Index(
                models.F("id"),
                condition=models.Q(("kind__in", ["condemned", "released", "moved", "undone", "erased"])),
                name="leads_decisions",
            ),
        ),
    ]
