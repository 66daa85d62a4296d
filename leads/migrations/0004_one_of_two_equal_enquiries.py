from django.db import migrations

FORWARDS = """
CREATE FUNCTION leads_twin(
    equals bigint, key uuid, person text, words text, since timestamptz, told text, told_at timestamptz
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    found bigint;
BEGIN
    -- Equal posts at the same time queue up here; longer than for other locks, because a double click in a bad minute
    -- should wait rather than fail. The lock ends with the transaction.
    PERFORM set_config('lock_timeout', '7s', true);
    PERFORM pg_advisory_xact_lock(equals);
    -- Each statement of this function sees what was committed before it began, also while we waited.
    SELECT id INTO found FROM leads_lead WHERE client_key = key;
    IF found IS NULL THEN
        SELECT id INTO found FROM leads_lead
        WHERE md5(message) = md5(words) AND message = words AND upper(email) = upper(person)
            AND (received_at > since OR (reference = told AND received_at = told_at))
        ORDER BY received_at DESC, id DESC LIMIT 1;
    END IF;
    RETURN found;
END $$;
"""
BACKWARDS = "DROP FUNCTION leads_twin(bigint, uuid, text, text, timestamptz, text, timestamptz);"


class Migration(migrations.Migration):
    """The lead that an enquiry has made already, or null; whoever is told null may store it until its transaction ends."""

    dependencies = [("leads", "0003_find_the_same_words")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
