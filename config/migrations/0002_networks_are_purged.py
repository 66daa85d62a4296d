"""What is dropped is purged from a CDN in front, too: `byline.cdn` is on in sessions of a site that has one."""

from django.db import migrations

FORWARDS = """
CREATE TABLE page_cache_purge (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    key text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    due_at timestamptz NOT NULL DEFAULT now(),
    is_again boolean NOT NULL DEFAULT false,  -- the CDN was told once already
    problem text NOT NULL DEFAULT ''
);
CREATE INDEX page_cache_purge_due ON page_cache_purge (due_at);

-- One job for a transaction, however many of its statements drop something.
CREATE FUNCTION page_cache_purge_later(keys text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('byline.cdn', true), '') <> 'on' THEN
        RETURN;
    END IF;
    INSERT INTO page_cache_purge (key) SELECT DISTINCT key FROM unnest(keys) AS key WHERE key IS NOT NULL;
    IF coalesce(current_setting('byline.purge_job', true), '') <> pg_current_xact_id()::text THEN
        PERFORM set_config('byline.purge_job', pg_current_xact_id()::text, false);
        PERFORM page_cache_purge_job(NULL);
    END IF;
END
$$;

-- As procrastinate's own defer writes it.
CREATE FUNCTION page_cache_purge_job(moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM procrastinate_defer_jobs_v1(ARRAY[
        ROW('purge', 'config.purge', 90, NULL, NULL, '{}'::jsonb, moment)::procrastinate_job_to_defer_v1
    ]);
END
$$;

CREATE FUNCTION page_cache_purged(once bigint[], twice bigint[], again interval) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM page_cache_purge WHERE id = ANY (twice);
    UPDATE page_cache_purge SET is_again = true, problem = '', due_at = now() + again WHERE id = ANY (once);
    IF FOUND THEN
        PERFORM page_cache_purge_job(now() + again);
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION drop_pages(VARIADIC keys text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('byline_pages', key) FROM unnest(keys) AS key WHERE key IS NOT NULL;
    PERFORM set_config('byline.dropped', 'yes', false);
    PERFORM page_cache_purge_later(keys);
END
$$;

-- Copies in the CDN do not know yet when they end: they are fetched again, and told.
CREATE OR REPLACE FUNCTION drop_pages_at(moment timestamptz, VARIADIC keys text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('byline_pages', '@' || extract(epoch FROM moment) || ' ' || key)
    FROM unnest(keys) AS key WHERE key IS NOT NULL;
    PERFORM page_cache_purge_later(keys);
END
$$;
"""

BACKWARDS = """
CREATE OR REPLACE FUNCTION drop_pages(VARIADIC keys text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('byline_pages', key) FROM unnest(keys) AS key WHERE key IS NOT NULL;
    PERFORM set_config('byline.dropped', 'yes', false);
END
$$;
CREATE OR REPLACE FUNCTION drop_pages_at(moment timestamptz, VARIADIC keys text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('byline_pages', '@' || extract(epoch FROM moment) || ' ' || key)
    FROM unnest(keys) AS key WHERE key IS NOT NULL;
END
$$;
DROP FUNCTION page_cache_purged, page_cache_purge_later, page_cache_purge_job;
DROP TABLE page_cache_purge;
"""


class Migration(migrations.Migration):
    dependencies = [("config", "0001_pages_are_dropped")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
