"""How a change of what pages show reaches every process that keeps them: config/page_cache."""

from django.db import migrations

FORWARDS = """
-- Each web process that listens, and how far it has heard. Lost with the server, as the processes' connections are.
CREATE UNLOGGED TABLE page_cache_listener (
    pid integer PRIMARY KEY,
    backend_start timestamptz NOT NULL,
    heard bigint NOT NULL
);
CREATE SEQUENCE page_cache_pings;

-- For triggers: pages with these surrogate keys are dropped when this transaction is committed.
CREATE FUNCTION drop_pages(VARIADIC keys text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('byline_pages', key) FROM unnest(keys) AS key WHERE key IS NOT NULL;
    PERFORM set_config('byline.dropped', 'yes', false);
END
$$;

-- The same for a moment to come.
CREATE FUNCTION drop_pages_at(moment timestamptz, VARIADIC keys text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('byline_pages', '@' || extract(epoch FROM moment) || ' ' || key)
    FROM unnest(keys) AS key WHERE key IS NOT NULL;
END
$$;

-- What will be dropped at moments to come, for a process that begins to listen. The app with such moments replaces it.
CREATE FUNCTION coming_pages() RETURNS TABLE (at timestamptz, keys text[]) LANGUAGE sql STABLE AS $$
    SELECT NULL::timestamptz, NULL::text[] WHERE false
$$;

-- Asks all listeners to say when they have heard what this session has dropped. NULL when it has dropped nothing.
CREATE FUNCTION page_cache_ping() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    number bigint;
BEGIN
    IF coalesce(current_setting('byline.dropped', true), '') <> 'yes' THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('byline.dropped', '', false);
    PERFORM pg_advisory_xact_lock(hashtext('page_cache_pings'));  -- numbers in the order of the commits
    number := nextval('page_cache_pings');
    PERFORM pg_notify('byline_pages', '?' || number);
    RETURN number;
END
$$;

-- A listener says how far it has heard; without a number, that it begins. Answers the number.
CREATE FUNCTION page_cache_heard(number bigint DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    began timestamptz;
BEGIN
    IF number IS NULL THEN
        DELETE FROM page_cache_listener WHERE pid NOT IN (SELECT a.pid FROM pg_stat_activity a);
        SELECT backend_start INTO began FROM pg_stat_activity WHERE pid = pg_backend_pid();
        SELECT CASE WHEN is_called THEN last_value ELSE 0 END INTO number FROM page_cache_pings;
        INSERT INTO page_cache_listener VALUES (pg_backend_pid(), began, number)
        ON CONFLICT (pid) DO UPDATE SET backend_start = excluded.backend_start, heard = excluded.heard;
    ELSE
        UPDATE page_cache_listener SET heard = number WHERE pid = pg_backend_pid();
    END IF;
    RETURN number;
END
$$;

-- Whether a listener has not heard that ping; also while the server is so young that some are still on their way back.
CREATE FUNCTION page_cache_is_behind(number bigint) RETURNS boolean LANGUAGE sql AS $$
    SELECT clock_timestamp() < pg_postmaster_start_time() + interval '2 seconds' OR EXISTS (
        SELECT FROM page_cache_listener l
        JOIN pg_stat_activity a ON a.pid = l.pid AND a.backend_start = l.backend_start
        WHERE l.heard < number
    )
$$;
"""

BACKWARDS = """
DROP FUNCTION page_cache_is_behind, page_cache_heard, page_cache_ping, coming_pages, drop_pages_at, drop_pages;
DROP SEQUENCE page_cache_pings;
DROP TABLE page_cache_listener;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
