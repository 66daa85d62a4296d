from django.db import migrations, models

# Each worth that is there already gets its lead's currency; the facts of a lead that is not won have none.
FORWARDS = """
UPDATE leads_leadfacts AS facts SET currency = lead.currency
FROM leads_lead AS lead WHERE lead.id = facts.lead_id AND lead.currency <> ''
"""


class Migration(migrations.Migration):
    dependencies = [("leads", "0017_inbound_mail")]

    operations = [
        migrations.AddField(
            "leadfacts", "currency", models.CharField(db_default="", default="", max_length=3)
        ),
        migrations.RunSQL(FORWARDS, migrations.RunSQL.noop),
    ]
