"""A network is rare among leads, whatever the first hundred say: they may have come from one office, or without any.

The server would look for the leads of a network among all of the last hour, and do so a while into a flood.
"""

from django.db import migrations

FORWARDS = "ALTER TABLE leads_lead ALTER COLUMN network SET (n_distinct = -0.5); ANALYZE leads_lead (network)"
BACKWARDS = "ALTER TABLE leads_lead ALTER COLUMN network RESET (n_distinct)"


class Migration(migrations.Migration):
    dependencies = [("leads", "0020_month_sums")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
