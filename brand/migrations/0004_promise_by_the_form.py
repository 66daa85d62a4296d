import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("brand", "0003_business_hours"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptPromise",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("within_minutes", models.PositiveSmallIntegerField()),
                ("asked", models.PositiveIntegerField()),
                ("kept", models.PositiveIntegerField()),
                ("measured_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="company",
            name="promise_from",
            field=models.PositiveSmallIntegerField(
                default=80,
                help_text="Kept more seldom, it is not shown.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(100),
                ],
                verbose_name="shown when kept in (%)",
            ),
        ),
        migrations.AddField(
            model_name="company",
            name="promise_is_shown",
            field=models.BooleanField(
                default=False,
                help_text="Beside the form, with the share really kept in the last 90 days; only while the next two are met and there were 20 enquiries.",
                verbose_name="promise an answer in time",
            ),
        ),
        migrations.AddField(
            model_name="company",
            name="promise_minutes",
            field=models.PositiveSmallIntegerField(
                default=60,
                help_text="Of working time, as the business hours say: 60 is one working hour.",
                validators=[
                    django.core.validators.MinValueValidator(5),
                    django.core.validators.MaxValueValidator(6000),
                ],
                verbose_name="answered within (minutes)",
            ),
        ),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("promise_from__gte", 1), ("promise_from__lte", 100), ("promise_minutes__gte", 1)
                ),
                name="brand_promise_can_be_kept",
            ),
        ),
        migrations.AddConstraint(
            model_name="keptpromise",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="brand_one_kept_promise"),
        ),
        migrations.AddConstraint(
            model_name="keptpromise",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept__lte", models.F("asked"))), name="brand_kept_of_asked"
            ),
        ),
    ]
