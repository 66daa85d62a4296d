from django.db import migrations

FORWARDS = """
CREATE FUNCTION leads_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What happened to a lead is never rewritten; add another event.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER leads_events_are_never_changed BEFORE UPDATE ON leads_leadevent
    FOR EACH ROW EXECUTE FUNCTION leads_refuse_change();
"""
BACKWARDS = """
DROP TRIGGER leads_events_are_never_changed ON leads_leadevent;
DROP FUNCTION leads_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("leads", "0001_first")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
