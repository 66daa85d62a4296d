from django.db import migrations

FORWARDS = """
CREATE FUNCTION blog_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What an article said is never rewritten; add another revision.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER blog_revisions_are_never_changed
    BEFORE UPDATE OF article_id, kind, content, schema, at, note ON blog_revision
    FOR EACH ROW EXECUTE FUNCTION blog_refuse_change();
"""
BACKWARDS = """
DROP TRIGGER blog_revisions_are_never_changed ON blog_revision;
DROP FUNCTION blog_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("blog", "0003_the_desk")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
