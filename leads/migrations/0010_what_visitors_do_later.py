import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0009_replies"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="delivery",
            name="leads_one_mail_of_a_kind_each",
        ),
        migrations.AddField(
            model_name="delivery",
            name="occasion",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="leads.leadevent",
            ),
        ),
        migrations.AddField(
            model_name="lead",
            name="erased_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="erased"),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="kind",
            field=models.CharField(
                choices=[
                    ("notification", "Notification"),
                    ("confirmation", "Confirmation"),
                    ("given", "Given to somebody"),
                    ("digest", "Digest"),
                    ("switched_off", "Webhook switched off"),
                    ("webhook", "Webhook"),
                    ("addition", "What the visitor did later"),
                    ("correction", "Is this your address?"),
                    ("reply", "Answer"),
                ],
                max_length=16,
                verbose_name="what",
            ),
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
                    ("noted", "note"),
                    ("moved", "moved to"),
                    ("added", "wrote more"),
                    ("correcting", "asked to correct the address"),
                    ("corrected", "corrected the address"),
                    ("withdrawn", "withdrew the enquiry"),
                    ("erased", "erased everything personal"),
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
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["notification", "confirmation"]), ("occasion", None)),
                fields=("lead", "kind", "recipient"),
                name="leads_one_mail_of_a_kind_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("occasion__isnull", False)),
                fields=("lead", "kind", "recipient", "occasion"),
                name="leads_one_mail_an_occasion",
            ),
        ),
    ]
