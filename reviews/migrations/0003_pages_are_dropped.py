"""Review links stand below every article (config/page_cache)."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION reviews_drop_pages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM drop_pages('review-links');
    RETURN NULL;
END
$$;
CREATE TRIGGER reviews_drop_pages AFTER INSERT OR UPDATE OR DELETE ON reviews_reviewlink
    FOR EACH ROW EXECUTE FUNCTION reviews_drop_pages();
"""

BACKWARDS = "DROP FUNCTION reviews_drop_pages CASCADE"


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_seed_platforms"), ("config", "0001_pages_are_dropped")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
