import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0016_assignment_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InboundMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("answer", "from the visitor"),
                            ("other", "from another address"),
                            ("colleague", "from one of us"),
                            ("automatic", "automatic answer"),
                            ("bounce", "an e-mail came back"),
                            ("stray", "belongs to no lead"),
                        ],
                        max_length=12,
                    ),
                ),
                ("message_id", models.CharField(max_length=200, unique=True)),
                ("at", models.DateTimeField()),
                ("sender", models.CharField(blank=True, max_length=254)),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField(blank=True)),
                ("history", models.TextField(blank=True)),
                ("is_cut", models.BooleanField(default=False)),
                ("attachments", models.JSONField(default=list)),
                ("why", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("validity", models.BigIntegerField(default=0)),
                ("last_uid", models.BigIntegerField(default=0)),
                (
                    "put_aside",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("read_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("failing_since", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="lead",
            name="wrote_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="wrote again"),
        ),
        migrations.AlterField(
            model_name="leadevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("received", "received"),
                    ("released", "taken out of quarantine"),
                    ("claimed", "taken"),
                    ("assigned", "given to"),
                    ("left", "left to all"),
                    ("noted", "note"),
                    ("moved", "moved to"),
                    ("added", "wrote more"),
                    ("correcting", "asked to correct the address"),
                    ("corrected", "corrected the address"),
                    ("withdrawn", "withdrew the enquiry"),
                    ("erased", "erased everything personal"),
                    ("wrote", "wrote by e-mail"),
                    ("heard", "saw that there is nothing to answer"),
                    ("snoozed", "put off until"),
                    ("condemned", "marked as spam"),
                    ("merged", "merged into"),
                    ("split", "taken out of"),
                    ("replied", "answered by e-mail"),
                    ("undone", "took that back"),
                ],
                max_length=12,
                verbose_name="what",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce("touched_at", "received_at"),
                models.F("id"),
                condition=models.Q(
                    ("merged_into", None), ("quarantined_at", None), ("wrote_at__isnull", False)
                ),
                name="leads_that_wrote_again",
            ),
        ),
        migrations.AddField(
            model_name="inboundmail",
            name="event",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="inbound",
                to="leads.leadevent",
            ),
        ),
        migrations.AddField(
            model_name="inboundmail",
            name="lead",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="inbound",
                to="leads.lead",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailbox",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="leads_one_mailbox"),
        ),
        migrations.AddConstraint(
            model_name="mailbox",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("failing_since", None), ("failures", 0), ("problem", "")),
                    models.Q(
                        ("failures__gt", 0),
                        models.Q(("problem", ""), _negated=True),
                        ("failing_since__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="leads_mailbox_fails_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="inboundmail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("event", None),
                        ("history", ""),
                        ("kind", "stray"),
                        ("lead", None),
                        ("sender", ""),
                        ("subject", ""),
                        ("text", ""),
                        models.Q(("why", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("kind", "stray"), _negated=True),
                        ("event__isnull", False),
                        ("lead__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="leads_inbound_has_its_lead",
            ),
        ),
    ]
