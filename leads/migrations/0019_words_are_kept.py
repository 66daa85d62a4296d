"""What is searched of a lead stands in the row. A search for common words walks the newest leads and looks at each, so
it must not have to make the words of each from six columns first."""

from django.db import migrations

FORWARDS = """
ALTER TABLE leads_lead ADD COLUMN searched tsvector GENERATED ALWAYS AS
    (leads_words(reference, name, email, company, article_title, message)) STORED;
DROP INDEX leads_words;
CREATE INDEX leads_words ON leads_lead USING gin (searched);
"""
BACKWARDS = """
DROP INDEX leads_words;
ALTER TABLE leads_lead DROP COLUMN searched;
CREATE INDEX leads_words ON leads_lead USING gin
    (leads_words(reference, name, email, company, article_title, message));
"""


class Migration(migrations.Migration):
    dependencies = [("leads", "0018_currency_of_facts")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
