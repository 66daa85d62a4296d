"""Which kept pages a changed row makes old: surrogate keys, sent at commit (config/page_cache, blog/page_keys.py).

Triggers, because articles are written in many ways: by verbs, imports, jobs, bulk updates and by hand.
"""

from django.db import migrations

ARTICLES = """
-- Whether visitors see the article, saw it, or will: what is written into drafts makes no page old.
CREATE FUNCTION blog_is_for_visitors(row_ blog_article) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT row_.id IS NOT NULL AND row_.published_at IS NOT NULL AND row_.binned_at IS NULL
$$;

-- The lists that an article stands in, and whatever is chosen from all articles.
CREATE FUNCTION blog_lists_of(article bigint, category bigint) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT ARRAY['lists', 'related', 'sitemap', 'category-list-' || category]
        || ARRAY(SELECT 'tag-list-' || tag_id FROM blog_tagging WHERE content_object_id = article)
        || ARRAY(SELECT 'author-list-' || author_id FROM blog_authorship WHERE article_id = article)
$$;

-- A category with few articles may come into the menu, or leave it; with many it stays. The lock is for two who take
-- the last two articles out at once: each would see the other's still there.
CREATE FUNCTION blog_menu_of(category bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    many CONSTANT integer := 10;
BEGIN
    IF category IS NULL OR many = (
        SELECT count(*) FROM (
            SELECT FROM blog_article
            WHERE category_id = category AND published_at <= now() AND binned_at IS NULL
                AND (withdrawn_at IS NULL OR withdrawn_at > now())
            LIMIT many
        ) AS few
    ) THEN
        RETURN NULL;
    END IF;
    PERFORM FROM blog_category WHERE id = category FOR NO KEY UPDATE;
    RETURN 'frame';
END
$$;

-- What becomes old when an article appears, or goes, at a moment to come.
CREATE FUNCTION blog_coming_keys(article bigint, category bigint) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT blog_lists_of(article, category) || ARRAY['article-' || article, 'card-' || article, 'frame']
$$;

CREATE FUNCTION blog_drop_at_moments(row_ blog_article) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz;
BEGIN
    FOREACH moment IN ARRAY ARRAY[row_.published_at, row_.withdrawn_at] LOOP
        IF moment > now() THEN
            PERFORM drop_pages_at(moment, VARIADIC blog_coming_keys(row_.id, row_.category_id));
        END IF;
    END LOOP;
END
$$;

CREATE FUNCTION blog_article_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before blog_article := OLD;
    after blog_article := NEW;
    was boolean := blog_is_for_visitors(before);
    is_now boolean := blog_is_for_visitors(after);
    number bigint := coalesce(after.id, before.id);
    unseen CONSTANT text[] := '{body,plain_text,created_at,edited_at,edited_by_id,submitted_at,submitted_by_id,
        live_revision_id,binned_by_id,title_words,all_words}';
BEGIN
    IF NOT was AND NOT is_now THEN
        RETURN NULL;
    END IF;
    IF was AND is_now AND (to_jsonb(before) - unseen) = (to_jsonb(after) - unseen) THEN
        RETURN NULL;
    END IF;
    PERFORM drop_pages('article-' || number);
    IF was <> is_now OR (before.published_at, before.withdrawn_at, before.category_id)
        IS DISTINCT FROM (after.published_at, after.withdrawn_at, after.category_id)
    THEN
        PERFORM drop_pages(VARIADIC blog_lists_of(number, before.category_id));
        PERFORM drop_pages(VARIADIC blog_lists_of(number, after.category_id));
        PERFORM drop_pages(blog_menu_of(least(before.category_id, after.category_id)));
        PERFORM drop_pages(blog_menu_of(greatest(before.category_id, after.category_id)));
    END IF;
    IF (before.title, before.slug, before.summary, before.hero_id, before.category_id, before.published_at,
        before.withdrawn_at, before.reading_seconds, before.language, was) IS DISTINCT FROM
        (after.title, after.slug, after.summary, after.hero_id, after.category_id, after.published_at,
        after.withdrawn_at, after.reading_seconds, after.language, is_now)
    THEN
        PERFORM drop_pages('card-' || number);
    END IF;
    IF (before.slug, before.updated_at, before.is_indexed, before.canonical_address)
        IS DISTINCT FROM (after.slug, after.updated_at, after.is_indexed, after.canonical_address)
    THEN
        PERFORM drop_pages('sitemap');
    END IF;
    IF is_now THEN
        PERFORM blog_drop_at_moments(after);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER blog_drop_pages AFTER INSERT OR UPDATE OR DELETE ON blog_article
    FOR EACH ROW EXECUTE FUNCTION blog_article_changed();

CREATE OR REPLACE FUNCTION coming_pages() RETURNS TABLE (at timestamptz, keys text[]) LANGUAGE sql STABLE AS $$
    SELECT published_at, blog_coming_keys(id, category_id) FROM blog_article
    WHERE published_at > now() AND binned_at IS NULL
    UNION ALL
    SELECT withdrawn_at, blog_coming_keys(id, category_id) FROM blog_article
    WHERE withdrawn_at > now() AND binned_at IS NULL
    UNION ALL
    SELECT at, ARRAY['*'] FROM blog_plannedchange WHERE done_at IS NULL AND failure = ''
$$;
"""

# Of an article that visitors see: what it is filed under, who it is by, what is pinned to it.
PARTS = """
CREATE FUNCTION blog_part_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    article_column CONSTANT text := TG_ARGV[0];
    list_name CONSTANT text := TG_ARGV[1];
    list_column CONSTANT text := TG_ARGV[2];
    row_ jsonb;
    article blog_article;
BEGIN
    FOREACH row_ IN ARRAY ARRAY[to_jsonb(OLD), to_jsonb(NEW)] LOOP
        CONTINUE WHEN row_ IS NULL;
        SELECT * INTO article FROM blog_article WHERE id = (row_ ->> article_column)::bigint;
        IF blog_is_for_visitors(article) THEN
            PERFORM drop_pages('article-' || article.id, list_name || (row_ ->> list_column));
            IF list_name IS NOT NULL THEN
                PERFORM drop_pages('related', 'sitemap');
                PERFORM blog_drop_at_moments(article);
            END IF;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;
CREATE TRIGGER blog_drop_pages AFTER INSERT OR UPDATE OR DELETE ON blog_tagging
    FOR EACH ROW EXECUTE FUNCTION blog_part_changed('content_object_id', 'tag-list-', 'tag_id');
CREATE TRIGGER blog_drop_pages AFTER INSERT OR UPDATE OR DELETE ON blog_authorship
    FOR EACH ROW EXECUTE FUNCTION blog_part_changed('article_id', 'author-list-', 'author_id');
CREATE TRIGGER blog_drop_pages AFTER INSERT OR UPDATE OR DELETE ON blog_pin
    FOR EACH ROW EXECUTE FUNCTION blog_part_changed('article_id');
"""

# Rows that many pages show by their number.
SHOWN = """
CREATE FUNCTION blog_shown_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM drop_pages(TG_ARGV[0] || (to_jsonb(coalesce(NEW, OLD)) ->> TG_ARGV[1]), TG_ARGV[2], TG_ARGV[3]);
    RETURN NULL;
END
$$;
CREATE TRIGGER blog_drop_pages AFTER UPDATE ON blog_category FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION blog_shown_changed('category-', 'id', 'frame', 'sitemap');
CREATE TRIGGER blog_drop_pages AFTER UPDATE ON blog_tag FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION blog_shown_changed('tag-', 'id', 'sitemap');
CREATE TRIGGER blog_drop_pages AFTER UPDATE ON blog_author FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION blog_shown_changed('author-', 'id', 'sitemap');
CREATE TRIGGER blog_drop_pages_at_last AFTER DELETE ON blog_category
    FOR EACH ROW EXECUTE FUNCTION blog_shown_changed('category-', 'id', 'frame', 'sitemap');
CREATE TRIGGER blog_drop_pages_at_last AFTER DELETE ON blog_tag
    FOR EACH ROW EXECUTE FUNCTION blog_shown_changed('tag-', 'id');
CREATE TRIGGER blog_drop_pages_at_last AFTER DELETE ON blog_author
    FOR EACH ROW EXECUTE FUNCTION blog_shown_changed('author-', 'id');
CREATE TRIGGER blog_drop_pages AFTER UPDATE ON blog_picture FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION blog_shown_changed('picture-', 'id');
CREATE TRIGGER blog_drop_pages AFTER INSERT OR UPDATE OR DELETE ON blog_rendition
    FOR EACH ROW EXECUTE FUNCTION blog_shown_changed('picture-', 'picture_id');

CREATE FUNCTION blog_change_planned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM drop_pages_at(NEW.at, '*');  -- what it changes is known when it is made
    RETURN NULL;
END
$$;
CREATE TRIGGER blog_drop_pages AFTER INSERT OR UPDATE ON blog_plannedchange FOR EACH ROW
    WHEN (NEW.done_at IS NULL AND NEW.failure = '') EXECUTE FUNCTION blog_change_planned();
"""

BACKWARDS = """
DROP FUNCTION blog_change_planned, blog_shown_changed, blog_part_changed, blog_article_changed CASCADE;
CREATE OR REPLACE FUNCTION coming_pages() RETURNS TABLE (at timestamptz, keys text[]) LANGUAGE sql STABLE AS $$
    SELECT NULL::timestamptz, NULL::text[] WHERE false
$$;
DROP FUNCTION blog_drop_at_moments, blog_coming_keys, blog_menu_of, blog_lists_of, blog_is_for_visitors;
"""


class Migration(migrations.Migration):
    dependencies = [("blog", "0015_recent_reads"), ("config", "0001_pages_are_dropped")]
    operations = [
        migrations.RunSQL([ARTICLES, PARTS, SHOWN], BACKWARDS),
    ]
