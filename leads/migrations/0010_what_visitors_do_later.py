import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0003_find_the_same_words"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="delivery",
            name="leads_one_mail_of_a_kind_each",
        ),
        migrations.AddField(
            model_name="delivery",
            name="event",
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
                    ("addition", "What the visitor did later"),
                    ("correction", "Is this your address?"),
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
                ],
                max_length=12,
                verbose_name="what",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("lead", "kind", "recipient", "event"),
                name="leads_one_mail_of_a_kind_each",
                nulls_distinct=False,
            ),
        ),
    ]
