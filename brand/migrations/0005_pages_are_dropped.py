"""The company's words, plain pages and the kept promise stand on every page, or on their own (config/page_cache)."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION brand_drop_frame() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM drop_pages('frame', 'sitemap');
    RETURN NULL;
END
$$;
CREATE TRIGGER brand_drop_pages AFTER INSERT OR UPDATE OR DELETE ON brand_company
    FOR EACH ROW EXECUTE FUNCTION brand_drop_frame();
CREATE TRIGGER brand_drop_pages AFTER INSERT OR DELETE ON brand_page
    FOR EACH ROW EXECUTE FUNCTION brand_drop_frame();

-- Measured every few minutes: only what the pages would say differently counts.
CREATE TRIGGER brand_drop_pages_at_first AFTER INSERT OR DELETE ON brand_keptpromise
    FOR EACH ROW EXECUTE FUNCTION brand_drop_frame();
CREATE TRIGGER brand_drop_pages AFTER UPDATE ON brand_keptpromise FOR EACH ROW
    WHEN ((OLD.within_minutes, least(OLD.asked, 20), 100 * OLD.kept / greatest(OLD.asked, 1))
        IS DISTINCT FROM (NEW.within_minutes, least(NEW.asked, 20), 100 * NEW.kept / greatest(NEW.asked, 1)))
    EXECUTE FUNCTION brand_drop_frame();

CREATE FUNCTION brand_page_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM drop_pages('page-' || NEW.id, 'sitemap');
    IF (OLD.title, OLD.slug, OLD.is_in_footer, OLD.position)
        IS DISTINCT FROM (NEW.title, NEW.slug, NEW.is_in_footer, NEW.position)
    THEN
        PERFORM drop_pages('frame');
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER brand_drop_pages_of_update AFTER UPDATE ON brand_page FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION brand_page_changed();
"""

BACKWARDS = "DROP FUNCTION brand_drop_frame, brand_page_changed CASCADE"


class Migration(migrations.Migration):
    dependencies = [("brand", "0004_promise_by_the_form"), ("config", "0001_pages_are_dropped")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
