from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0010_what_visitors_do_later"),
    ]

    operations = [
        migrations.AddField(
            model_name="lead",
            name="is_canary",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.CreateModel(
            name="Canary",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tried_at", models.DateTimeField(null=True)),
                ("arrived_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("failing_since", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("told_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="leads_one_canary"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("failing_since", None), ("failures", 0), ("problem", ""), ("told_at", None)
                            ),
                            models.Q(
                                ("failures__gt", 0),
                                models.Q(("problem", ""), _negated=True),
                                ("failing_since__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="leads_canary_fails_for_a_reason",
                    ),
                ],
            },
        ),
    ]
