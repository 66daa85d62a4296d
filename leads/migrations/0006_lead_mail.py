import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0005_webhooks"),
        ("staff", "0003_own_time_zone"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeadMail",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="lead_mail",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "when",
                    models.CharField(
                        choices=[
                            ("at_once", "At once, one mail each"),
                            ("digest", "Once a day, all in one mail"),
                            ("never", "Not at all"),
                        ],
                        default="at_once",
                        max_length=12,
                        verbose_name="mail about new leads",
                    ),
                ),
                (
                    "which",
                    models.CharField(
                        choices=[
                            ("open", "Mine, and those whose category has no expert"),
                            ("mine", "Mine: of my categories, or given to me"),
                            ("all", "All"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="about which",
                    ),
                ),
                (
                    "hour",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "00:00"),
                            (1, "01:00"),
                            (2, "02:00"),
                            (3, "03:00"),
                            (4, "04:00"),
                            (5, "05:00"),
                            (6, "06:00"),
                            (7, "07:00"),
                            (8, "08:00"),
                            (9, "09:00"),
                            (10, "10:00"),
                            (11, "11:00"),
                            (12, "12:00"),
                            (13, "13:00"),
                            (14, "14:00"),
                            (15, "15:00"),
                            (16, "16:00"),
                            (17, "17:00"),
                            (18, "18:00"),
                            (19, "19:00"),
                            (20, "20:00"),
                            (21, "21:00"),
                            (22, "22:00"),
                            (23, "23:00"),
                        ],
                        default=8,
                        verbose_name="the daily mail comes at",
                    ),
                ),
                ("told_until", models.DateTimeField(editable=False, null=True)),
            ],
        ),
        migrations.AddConstraint(
            model_name="leadmail",
            constraint=models.CheckConstraint(
                condition=models.Q(("hour__lte", 23)), name="leads_digest_has_its_hour"
            ),
        ),
        migrations.AddConstraint(
            model_name="leadmail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("when", "digest"), _negated=True),
                    ("told_until__isnull", False),
                    _connector="OR",
                ),
                name="leads_digest_has_its_beginning",
            ),
        ),
    ]
