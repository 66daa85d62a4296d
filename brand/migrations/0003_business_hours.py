from django.db import migrations, models

import brand.models.business_hours


class Migration(migrations.Migration):
    dependencies = [
        ("brand", "0002_privacy_notice"),
    ]

    operations = [
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "on",
                    models.DateField(
                        error_messages={"unique": "This day is a holiday already."},
                        unique=True,
                        verbose_name="day",
                    ),
                ),
                ("name", models.CharField(max_length=80)),
            ],
            options={
                "ordering": ["-on"],
            },
        ),
        migrations.CreateModel(
            name="BusinessHours",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "monday",
                    models.CharField(
                        blank=True,
                        default="9:00–17:00",
                        max_length=80,
                        validators=[brand.models.business_hours.validate_hours],
                    ),
                ),
                (
                    "tuesday",
                    models.CharField(
                        blank=True,
                        default="9:00–17:00",
                        max_length=80,
                        validators=[brand.models.business_hours.validate_hours],
                    ),
                ),
                (
                    "wednesday",
                    models.CharField(
                        blank=True,
                        default="9:00–17:00",
                        max_length=80,
                        validators=[brand.models.business_hours.validate_hours],
                    ),
                ),
                (
                    "thursday",
                    models.CharField(
                        blank=True,
                        default="9:00–17:00",
                        max_length=80,
                        validators=[brand.models.business_hours.validate_hours],
                    ),
                ),
                (
                    "friday",
                    models.CharField(
                        blank=True,
                        default="9:00–17:00",
                        max_length=80,
                        validators=[brand.models.business_hours.validate_hours],
                    ),
                ),
                (
                    "saturday",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=80,
                        validators=[brand.models.business_hours.validate_hours],
                    ),
                ),
                (
                    "sunday",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=80,
                        validators=[brand.models.business_hours.validate_hours],
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        blank=True,
                        help_text="The clock on the company’s wall, such as Europe/Vienna; the site’s own where empty.",
                        max_length=40,
                        validators=[brand.models.business_hours.validate_zone],
                    ),
                ),
            ],
            options={
                "verbose_name": "business hours",
                "verbose_name_plural": "business hours",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="brand_one_business_hours"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "monday__regex",
                                "^(\\d{1,2}:\\d{2}–\\d{1,2}:\\d{2}(, \\d{1,2}:\\d{2}–\\d{1,2}:\\d{2})*)?$",
                            )
                        ),
                        name="brand_hours_of_monday",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "tuesday__regex",
                                "^(\\d{1,2}:\\d{2}–\\d{1,2}:\\d{2}(, \\d{1,2}:\\d{2}–\\d{1,2}:\\d{2})*)?$",
                            )
                        ),
                        name="brand_hours_of_tuesday",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "wednesday__regex",
                                "^(\\d{1,2}:\\d{2}–\\d{1,2}:\\d{2}(, \\d{1,2}:\\d{2}–\\d{1,2}:\\d{2})*)?$",
                            )
                        ),
                        name="brand_hours_of_wednesday",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "thursday__regex",
                                "^(\\d{1,2}:\\d{2}–\\d{1,2}:\\d{2}(, \\d{1,2}:\\d{2}–\\d{1,2}:\\d{2})*)?$",
                            )
                        ),
                        name="brand_hours_of_thursday",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "friday__regex",
                                "^(\\d{1,2}:\\d{2}–\\d{1,2}:\\d{2}(, \\d{1,2}:\\d{2}–\\d{1,2}:\\d{2})*)?$",
                            )
                        ),
                        name="brand_hours_of_friday",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "saturday__regex",
                                "^(\\d{1,2}:\\d{2}–\\d{1,2}:\\d{2}(, \\d{1,2}:\\d{2}–\\d{1,2}:\\d{2})*)?$",
                            )
                        ),
                        name="brand_hours_of_saturday",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "sunday__regex",
                                "^(\\d{1,2}:\\d{2}–\\d{1,2}:\\d{2}(, \\d{1,2}:\\d{2}–\\d{1,2}:\\d{2})*)?$",
                            )
                        ),
                        name="brand_hours_of_sunday",
                    ),
                ],
            },
        ),
    ]
