"""A process that ends leaves pages as files, which nginx hands out until their lease ends: editors wait for that, too."""

from django.db import migrations

FORWARDS = """
ALTER TABLE page_cache_listener ADD COLUMN files_until timestamptz;

-- That listener's files may be handed out for so many seconds from now.
CREATE FUNCTION page_cache_vouch(seconds float8) RETURNS void LANGUAGE sql AS $$
    UPDATE page_cache_listener SET files_until = clock_timestamp() + make_interval(secs => seconds)
    WHERE pid = pg_backend_pid()
$$;

CREATE OR REPLACE FUNCTION page_cache_heard(number bigint DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    began timestamptz;
BEGIN
    IF number IS NULL THEN
        DELETE FROM page_cache_listener WHERE pid NOT IN (SELECT a.pid FROM pg_stat_activity a)
            AND coalesce(files_until, '-infinity') < clock_timestamp();
        SELECT backend_start INTO began FROM pg_stat_activity WHERE pid = pg_backend_pid();
        SELECT CASE WHEN is_called THEN last_value ELSE 0 END INTO number FROM page_cache_pings;
        INSERT INTO page_cache_listener VALUES (pg_backend_pid(), began, number)
        ON CONFLICT (pid) DO UPDATE
            SET backend_start = excluded.backend_start, heard = excluded.heard, files_until = NULL;
    ELSE
        UPDATE page_cache_listener SET heard = number WHERE pid = pg_backend_pid();
    END IF;
    RETURN number;
END
$$;

-- Whether a listener has not heard that ping; also while the server is so young that some are still on their way back.
CREATE OR REPLACE FUNCTION page_cache_is_behind(number bigint) RETURNS boolean LANGUAGE sql AS $$
    SELECT clock_timestamp() < pg_postmaster_start_time() + interval '2 seconds' OR EXISTS (
        SELECT FROM page_cache_listener l
        LEFT JOIN pg_stat_activity a ON a.pid = l.pid AND a.backend_start = l.backend_start
        WHERE l.heard < number AND (a.pid IS NOT NULL OR l.files_until > clock_timestamp())
    )
$$;
"""
BACKWARDS = """
CREATE OR REPLACE FUNCTION page_cache_is_behind(number bigint) RETURNS boolean LANGUAGE sql AS $$
    SELECT clock_timestamp() < pg_postmaster_start_time() + interval '2 seconds' OR EXISTS (
        SELECT FROM page_cache_listener l
        JOIN pg_stat_activity a ON a.pid = l.pid AND a.backend_start = l.backend_start
        WHERE l.heard < number
    )
$$;
CREATE OR REPLACE FUNCTION page_cache_heard(number bigint DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
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
DROP FUNCTION page_cache_vouch;
ALTER TABLE page_cache_listener DROP COLUMN files_until;
"""


class Migration(migrations.Migration):
    dependencies = [("config", "0002_networks_are_purged")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
