"""All that 0001 to 0019 make, in one step; those stay until every database has passed them (CONTRIBUTING.md)."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.fields.json
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import leads.models.assignment_rule
import leads.models.lead
import leads.models.webhook
from config.many_tables import CreateModels

EVENTS_ARE_NEVER_CHANGED = """
CREATE FUNCTION leads_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What happened to a lead is never rewritten; add another event.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER leads_events_are_never_changed BEFORE UPDATE ON leads_leadevent
    FOR EACH ROW EXECUTE FUNCTION leads_refuse_change();
"""
EVENTS_MAY_BE_CHANGED = """
DROP TRIGGER leads_events_are_never_changed ON leads_leadevent;
DROP FUNCTION leads_refuse_change();
"""

# The lead that an enquiry has made already, or null; whoever is told null may store it until its transaction ends.
ONE_OF_TWO_EQUAL_ENQUIRIES = """
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
BOTH_OF_TWO_EQUAL_ENQUIRIES = (
    "DROP FUNCTION leads_twin(bigint, uuid, text, text, timestamptz, text, timestamptz);"
)

# A lead's stage is one of the table's, and changes only along a move that is allowed between their kinds. Checked by
# triggers: a foreign key would lock the one row "new" with each enquiry that comes.
STAGES = """
INSERT INTO leads_stage (slug, name, kind, position, is_retired) VALUES
    ('new', 'New', 'new', 0, false), ('contacted', 'Contacted', 'contacted', 20, false),
    ('qualified', 'Qualified', 'qualified', 40, false), ('won', 'Won', 'won', 80, false),
    ('lost', 'Lost', 'lost', 90, false);
INSERT INTO leads_lostreason (name, position, is_retired) VALUES
    ('Too expensive', 10, false), ('Chose somebody else', 20, false), ('No answer from them', 30, false),
    ('Not our field', 40, false), ('Put off for good', 50, false);

CREATE TABLE leads_allowed_move (from_kind text, to_kind text, PRIMARY KEY (from_kind, to_kind));
INSERT INTO leads_allowed_move SELECT a, b
    FROM unnest('{new,contacted,qualified,won,lost}'::text[]) a, unnest('{contacted,qualified,won,lost}'::text[]) b;

CREATE FUNCTION leads_check_stage() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    coming leads_stage;
BEGIN
    SELECT * INTO coming FROM leads_stage WHERE slug = NEW.stage FOR KEY SHARE;
    IF coming.slug IS NULL THEN
        RAISE EXCEPTION 'There is no such stage.'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'leads_stage_is_known';
    END IF;
    IF TG_OP = 'INSERT' OR current_setting('leads.undoing', true) = NEW.id::text THEN
        RETURN NEW;
    END IF;
    IF coming.is_retired OR NOT EXISTS (
        SELECT FROM leads_allowed_move JOIN leads_stage leaving ON from_kind = leaving.kind
        WHERE leaving.slug = OLD.stage AND to_kind = coming.kind
    ) THEN
        RAISE EXCEPTION 'No lead is moved from this stage to that.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'leads_move_is_allowed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER leads_stage_of_a_new_one BEFORE INSERT ON leads_lead
    FOR EACH ROW WHEN (NEW.stage <> 'new') EXECUTE FUNCTION leads_check_stage();
CREATE TRIGGER leads_stage_is_moved BEFORE UPDATE OF stage ON leads_lead
    FOR EACH ROW WHEN (OLD.stage IS DISTINCT FROM NEW.stage) EXECUTE FUNCTION leads_check_stage();

CREATE FUNCTION leads_keep_stage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.slug = OLD.kind OR EXISTS (SELECT FROM leads_lead WHERE stage = OLD.slug) THEN
        RAISE EXCEPTION 'This stage stays: it is one of our own, or a lead stands there.'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'leads_stage_stays';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER leads_stage_stays BEFORE DELETE ON leads_stage
    FOR EACH ROW EXECUTE FUNCTION leads_keep_stage();
CREATE TRIGGER leads_stage_keeps_its_name BEFORE UPDATE ON leads_stage
    FOR EACH ROW WHEN (OLD.slug <> NEW.slug OR OLD.slug = OLD.kind AND OLD.kind <> NEW.kind)
    EXECUTE FUNCTION leads_keep_stage();
"""
NO_STAGES = """
DROP TRIGGER leads_stage_keeps_its_name ON leads_stage;
DROP TRIGGER leads_stage_stays ON leads_stage;
DROP TRIGGER leads_stage_is_moved ON leads_lead;
DROP TRIGGER leads_stage_of_a_new_one ON leads_lead;
DROP FUNCTION leads_keep_stage();
DROP FUNCTION leads_check_stage();
DROP TABLE leads_allowed_move;
"""

# What people search by. Without an extension: words by their beginnings, numbers by their beginning or end. The words
# stand in the row: a search for common ones walks the newest leads and must not make them from six columns first.
SEARCH = r"""
CREATE FUNCTION leads_fold(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    translate(lower(words), 'áàâäãåāăąćčçďđéèêëēėęěğíìîïīįıľłñńňóòôöõøōőŕřśšşťúùûüūůűųýÿžźż',
        'aaaaaaaaacccddeeeeeeeegiiiiiiillnnnoooooooorrssstuuuuuuuuyyzzz');
CREATE FUNCTION leads_words(reference text, name text, email text, company text, title text, message text)
    RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    to_tsvector('simple', translate(
        leads_fold(reference || ' ' || name || ' ' || email || ' ' || company || ' ' || title || ' ' || message),
        '@._-/\\:;+''"()[]{}<>,!?=&%#|~*^`´‘’“”„«»–—…', repeat(' ', 50)));
CREATE FUNCTION leads_person(email text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    lower(regexp_replace(email, '\+[^@]*@', '@'));
CREATE FUNCTION leads_domain(email text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    lower(split_part(email, '@', 2));
CREATE FUNCTION leads_digits(number text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    regexp_replace(number, '[^0-9]', '', 'g');
ALTER TABLE leads_lead ADD COLUMN searched tsvector GENERATED ALWAYS AS
    (leads_words(reference, name, email, company, article_title, message)) STORED;
CREATE INDEX leads_words ON leads_lead USING gin (searched);
CREATE INDEX leads_by_person ON leads_lead (leads_person(email));
CREATE INDEX leads_by_domain ON leads_lead (leads_domain(email), received_at DESC);
CREATE INDEX leads_by_number ON leads_lead (phone_e164 text_pattern_ops) WHERE phone_e164 <> '';
CREATE INDEX leads_by_number_from_its_end ON leads_lead (reverse(leads_digits(phone)) text_pattern_ops);
"""
NO_SEARCH = """
ALTER TABLE leads_lead DROP COLUMN searched;
DROP INDEX leads_by_person, leads_by_domain, leads_by_number, leads_by_number_from_its_end;
DROP FUNCTION leads_words(text, text, text, text, text, text), leads_person(text), leads_domain(text),
    leads_digits(text), leads_fold(text);
"""

TEMPLATES = """
INSERT INTO leads_replytemplate (name, subject, text, position) VALUES
    ('A first answer', 'Your message to us ({reference})',
     E'Hello {name},\n\nthank you for writing to us. I have read your message, and I have two questions:\n\n1. \n2. \n\nWhen would be a good time to talk?\n\nKind regards\n{expert}', 10),
    ('A time to talk', 'When shall we talk? ({reference})',
     E'Hello {name},\n\nI would like to hear more about it. Would one of these suit you for half an hour?\n\n- \n- \n\nKind regards\n{expert}', 20);
"""


class Migration(migrations.Migration):
    replaces = [
        ("leads", "0001_first"),
        ("leads", "0002_events_are_never_changed"),
        ("leads", "0003_find_the_same_words"),
        ("leads", "0004_one_of_two_equal_enquiries"),
        ("leads", "0005_webhooks"),
        ("leads", "0006_lead_mail"),
        ("leads", "0007_the_inbox"),
        ("leads", "0008_own_views"),
        ("leads", "0009_replies"),
        ("leads", "0010_what_visitors_do_later"),
        ("leads", "0011_canary"),
        ("leads", "0012_what_staff_decide"),
        ("leads", "0013_counted_openings"),
        ("leads", "0014_facts_and_exports"),
        ("leads", "0015_personal_data"),
        ("leads", "0016_assignment_rules"),
        ("leads", "0017_inbound_mail"),
        ("leads", "0018_currency_of_facts"),
        ("leads", "0019_words_are_kept"),
    ]

    initial = True

    dependencies = [
        ("blog", "0001_squashed_0015_recent_reads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Lead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(
                                default=leads.models.lead.new_reference,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("client_key", models.UUIDField(editable=False, null=True, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("email", models.CharField(max_length=254, verbose_name="work e-mail")),
                        (
                            "phone",
                            models.CharField(blank=True, max_length=100, verbose_name="phone, as typed"),
                        ),
                        ("phone_e164", models.CharField(blank=True, max_length=16, verbose_name="phone")),
                        ("company", models.CharField(blank=True, max_length=120)),
                        ("message", models.TextField(max_length=5000)),
                        (
                            "consent_text",
                            models.TextField(
                                blank=True,
                                help_text="The exact words that were agreed to; empty when not.",
                                verbose_name="marketing consent",
                            ),
                        ),
                        ("consent_version", models.CharField(blank=True, max_length=16)),
                        ("consent_at", models.DateTimeField(blank=True, null=True, verbose_name="consented")),
                        (
                            "article_title",
                            models.CharField(blank=True, max_length=200, verbose_name="article"),
                        ),
                        (
                            "category_name",
                            models.CharField(blank=True, max_length=80, verbose_name="category"),
                        ),
                        ("page", models.CharField(blank=True, max_length=400, verbose_name="page")),
                        (
                            "landing_query",
                            models.JSONField(blank=True, default=dict, verbose_name="campaign"),
                        ),
                        ("referrer", models.CharField(blank=True, max_length=500, verbose_name="came from")),
                        ("stage", models.CharField(default="new", max_length=12)),
                        (
                            "value",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="worth"
                            ),
                        ),
                        ("network", models.CharField(blank=True, editable=False, max_length=32)),
                        (
                            "suspicions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=200),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "quarantined_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="in quarantine since"),
                        ),
                        ("received_at", models.DateTimeField(verbose_name="received")),
                        (
                            "article",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="leads",
                                to="blog.article",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="leads",
                                to="blog.category",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="leads",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "condemned_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="found to be spam"),
                        ),
                        ("currency", models.CharField(blank=True, db_default="", default="", max_length=3)),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="merged",
                                to="leads.lead",
                            ),
                        ),
                        (
                            "snoozed_until",
                            models.DateTimeField(blank=True, null=True, verbose_name="put off until"),
                        ),
                        (
                            "touched_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="last touched"),
                        ),
                        (
                            "lost_reason",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="leads",
                                to="leads.lostreason",
                            ),
                        ),
                        ("erased_at", models.DateTimeField(editable=False, null=True, verbose_name="erased")),
                        ("is_canary", models.BooleanField(db_default=False, default=False, editable=False)),
                        ("rules_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "wrote_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="wrote again"),
                        ),
                    ],
                    options={
                        "ordering": ["-received_at", "-pk"],
                        "permissions": [("assign_lead", "Can give leads to other people")],
                        "indexes": [
                            models.Index(
                                models.OrderBy(models.F("received_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="leads_newest_first",
                            ),
                            models.Index(
                                models.F("stage"),
                                models.OrderBy(models.F("received_at"), descending=True),
                                name="leads_newest_in_stage",
                            ),
                            models.Index(
                                django.db.models.functions.text.Upper("email"), name="leads_by_email"
                            ),
                            models.Index(fields=["network", "received_at"], name="leads_by_network"),
                            models.Index(
                                django.db.models.functions.text.MD5("message"),
                                models.F("received_at"),
                                name="leads_by_words",
                            ),
                            models.Index(
                                models.OrderBy(models.F("received_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                condition=models.Q(
                                    ("expert", None),
                                    ("merged_into", None),
                                    ("quarantined_at", None),
                                    ("stage", "new"),
                                ),
                                name="leads_to_be_taken",
                            ),
                            models.Index(
                                django.db.models.functions.comparison.Coalesce("touched_at", "received_at"),
                                models.F("id"),
                                condition=models.Q(
                                    ("merged_into", None),
                                    ("quarantined_at", None),
                                    models.Q(("stage__in", ["won", "lost"]), _negated=True),
                                    models.Q(
                                        ("expert__isnull", False),
                                        models.Q(("stage", "new"), _negated=True),
                                        _connector="OR",
                                    ),
                                ),
                                name="leads_longest_untouched",
                            ),
                            models.Index(
                                models.F("expert"),
                                django.db.models.functions.comparison.Coalesce("touched_at", "received_at"),
                                models.F("id"),
                                condition=models.Q(
                                    ("merged_into", None),
                                    ("quarantined_at", None),
                                    models.Q(("stage__in", ["won", "lost"]), _negated=True),
                                ),
                                name="leads_in_hand_of",
                            ),
                            models.Index(
                                models.OrderBy(models.F("received_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                condition=models.Q(
                                    ("condemned_at", None),
                                    ("merged_into", None),
                                    ("quarantined_at__isnull", False),
                                ),
                                name="leads_to_be_judged",
                            ),
                            models.Index(
                                condition=models.Q(("snoozed_until__isnull", False)),
                                fields=["snoozed_until"],
                                name="leads_put_off",
                            ),
                            models.Index(
                                django.db.models.fields.json.KeyTextTransform(
                                    "utm_campaign", "landing_query"
                                ),
                                models.OrderBy(models.F("received_at"), descending=True),
                                condition=models.Q(("landing_query__has_key", "utm_campaign")),
                                name="leads_by_campaign",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("expert", None),
                                    ("merged_into", None),
                                    ("quarantined_at", None),
                                    ("rules_at__isnull", False),
                                    ("stage", "new"),
                                ),
                                fields=["rules_at"],
                                name="leads_for_rules",
                            ),
                            models.Index(
                                django.db.models.functions.comparison.Coalesce("touched_at", "received_at"),
                                models.F("id"),
                                condition=models.Q(
                                    ("merged_into", None),
                                    ("quarantined_at", None),
                                    ("wrote_at__isnull", False),
                                ),
                                name="leads_that_wrote_again",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reference__regex", "^BL-[34679CDFGHJKMNPQRTVWXY]{7}$")),
                                name="leads_reference_is_ours",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(("message", ""), _negated=True),
                                    ("email__regex", "^[^@\\s]+@[^@\\s]+$"),
                                ),
                                name="leads_can_be_answered",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("phone_e164", ""),
                                    ("phone_e164__regex", "^\\+[1-9][0-9]{1,14}$"),
                                    _connector="OR",
                                ),
                                name="leads_phone_is_e164",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("consent_at", None), ("consent_text", ""), ("consent_version", "")
                                    ),
                                    models.Q(
                                        models.Q(("consent_text", ""), _negated=True),
                                        models.Q(("consent_version", ""), _negated=True),
                                        ("consent_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="leads_consent_is_whole_or_absent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("value", None),
                                    models.Q(("stage", "won"), ("value__gte", 0)),
                                    _connector="OR",
                                ),
                                name="leads_only_a_won_one_has_worth",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("quarantined_at", None),
                                    models.Q(("suspicions", []), _negated=True),
                                    _connector="OR",
                                ),
                                name="leads_quarantine_has_reasons",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("currency", ""),
                                    models.Q(("currency__regex", "^[A-Z]{3}$"), ("value__isnull", False)),
                                    _connector="OR",
                                ),
                                name="leads_currency_of_a_worth",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("lost_reason", None), ("stage", "lost"), _connector="OR"),
                                name="leads_only_a_lost_one_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("condemned_at", None), ("quarantined_at__isnull", False), _connector="OR"
                                ),
                                name="leads_spam_is_in_quarantine",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("merged_into", None),
                                    models.Q(("merged_into", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="leads_merged_into_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("notification", "Notification"),
                                    ("confirmation", "Confirmation"),
                                    ("given", "Given to somebody"),
                                    ("left", "Nobody took it"),
                                    ("digest", "Digest"),
                                    ("switched_off", "Webhook switched off"),
                                    ("webhook", "Webhook"),
                                    ("addition", "What the visitor did later"),
                                    ("correction", "Is this your address?"),
                                    ("reply", "Answer"),
                                ],
                                max_length=16,
                                verbose_name="what",
                            ),
                        ),
                        ("recipient", models.CharField(max_length=254, verbose_name="to")),
                        ("message_id", models.CharField(max_length=200, unique=True)),
                        ("created_at", models.DateTimeField(verbose_name="written")),
                        ("due_at", models.DateTimeField(verbose_name="next attempt")),
                        ("leased_until", models.DateTimeField(null=True)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
                        ("failed_at", models.DateTimeField(null=True, verbose_name="given up")),
                        (
                            "problem",
                            models.CharField(blank=True, max_length=300, verbose_name="what went wrong last"),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="leads.lead",
                            ),
                        ),
                        ("event", models.CharField(blank=True, db_default="", default="", max_length=32)),
                        (
                            "listed",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), editable=False, null=True, size=None
                            ),
                        ),
                        (
                            "webhook",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="leads.webhook",
                            ),
                        ),
                        (
                            "occasion",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="leads.leadevent",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "deliveries",
                        "ordering": ["-created_at", "-pk"],
                        "permissions": [("read_delivery", "Can read the e-mails that were written to files")],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("failed_at", None), ("sent_at", None)),
                                fields=["due_at"],
                                name="leads_waiting_deliveries",
                            ),
                            models.Index(
                                condition=models.Q(("failed_at__isnull", False)),
                                fields=["-failed_at"],
                                name="leads_failed_deliveries",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("sent_at", None), ("failed_at", None), _connector="OR"),
                                name="leads_sent_or_given_up",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("failed_at", None),
                                    models.Q(("problem", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="leads_given_up_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("lead__isnull", False),
                                    models.Q(
                                        ("kind__in", ["notification", "confirmation", "given"]), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="leads_mail_has_its_lead",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "webhook"), _negated=True),
                                    models.Q(
                                        ("webhook__isnull", False), models.Q(("event", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="leads_call_has_its_webhook",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("kind__in", ["notification", "confirmation"]), ("occasion", None)
                                ),
                                fields=("lead", "kind", "recipient"),
                                name="leads_one_mail_of_a_kind_each",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("occasion__isnull", False)),
                                fields=("lead", "kind", "recipient", "occasion"),
                                name="leads_one_mail_an_occasion",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LeadEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("received", "received"),
                                    ("released", "taken out of quarantine"),
                                    ("claimed", "taken"),
                                    ("assigned", "given to"),
                                    ("left", "left to all"),
                                    ("noted", "note"),
                                    ("moved", "moved to"),
                                    ("added", "wrote more"),
                                    ("correcting", "asked to correct the address"),
                                    ("corrected", "corrected the address"),
                                    ("withdrawn", "withdrew the enquiry"),
                                    ("erased", "erased everything personal"),
                                    ("wrote", "wrote by e-mail"),
                                    ("heard", "saw that there is nothing to answer"),
                                    ("snoozed", "put off until"),
                                    ("condemned", "marked as spam"),
                                    ("merged", "merged into"),
                                    ("split", "taken out of"),
                                    ("replied", "answered by e-mail"),
                                    ("undone", "took that back"),
                                ],
                                max_length=12,
                                verbose_name="what",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="when")),
                        ("stage", models.CharField(blank=True, max_length=12)),
                        ("value", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                        ("text", models.TextField(blank=True)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="leads.lead",
                            ),
                        ),
                        ("before", models.JSONField(null=True)),
                        ("currency", models.CharField(blank=True, db_default="", default="", max_length=3)),
                        ("undoes", models.BigIntegerField(null=True)),
                        ("until", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "event",
                        "ordering": ["at", "pk"],
                        "indexes": [
                            models.Index(fields=["lead", "at"], name="leads_events_of_a_lead"),
                            models.Index(
                                models.F("id"),
                                condition=models.Q(
                                    ("kind__in", ["condemned", "released", "moved", "undone", "erased"])
                                ),
                                name="leads_decisions",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind", "noted"), ("text", ""), _negated=True),
                                name="leads_note_says_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind", "moved"), ("stage", ""), _negated=True),
                                name="leads_move_names_its_stage",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attempt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="when")),
                        ("host", models.CharField(max_length=260)),
                        ("headers", models.JSONField(default=dict)),
                        ("body", models.TextField()),
                        ("status", models.PositiveSmallIntegerField(null=True)),
                        ("answer", models.TextField(blank=True)),
                        ("seconds", models.FloatField(null=True)),
                        ("problem", models.CharField(blank=True, max_length=300)),
                        (
                            "delivery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="log",
                                to="leads.delivery",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "indexes": [models.Index(models.F("at"), name="leads_attempts_by_age")],
                    },
                ),
                migrations.CreateModel(
                    name="Webhook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="For your own lists, such as “CRM”.", max_length=80, unique=True
                            ),
                        ),
                        (
                            "address",
                            models.CharField(
                                help_text="Where we post to. It begins with https:// and is kept from everybody who may not change webhooks.",
                                max_length=500,
                                validators=[leads.models.webhook.validate_address],
                            ),
                        ),
                        (
                            "shape",
                            models.CharField(
                                choices=[
                                    ("standard", "Standard Webhooks: everything about the lead, as JSON"),
                                    ("slack", "Slack, Mattermost, Google Chat: one message"),
                                    ("teams", "Microsoft Teams (Workflows): one card"),
                                ],
                                default="standard",
                                max_length=12,
                                verbose_name="what is sent",
                            ),
                        ),
                        (
                            "events",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("lead.received", "A new lead came"),
                                        ("lead.contacted", "A lead was answered"),
                                        ("lead.qualified", "A lead was qualified"),
                                        ("lead.won", "A lead was won"),
                                        ("lead.lost", "A lead was lost"),
                                    ],
                                    max_length=32,
                                ),
                                size=None,
                                verbose_name="sent when",
                            ),
                        ),
                        (
                            "secret_salt",
                            models.CharField(
                                default=leads.models.webhook.fresh_salt, editable=False, max_length=32
                            ),
                        ),
                        ("secret_mark", models.CharField(blank=True, editable=False, max_length=32)),
                        ("secret_shown_at", models.DateTimeField(editable=False, null=True)),
                        ("old_salt", models.CharField(blank=True, editable=False, max_length=32)),
                        ("old_mark", models.CharField(blank=True, editable=False, max_length=32)),
                        (
                            "old_until",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="the former secret signs until"
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(default=True, editable=False, verbose_name="switched on"),
                        ),
                        (
                            "switched_off_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="switched off"),
                        ),
                        ("why_off", models.CharField(blank=True, editable=False, max_length=300)),
                        ("failing_since", models.DateTimeField(editable=False, null=True)),
                        (
                            "succeeded_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="last arrived"),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("events", []), _negated=True),
                                name="leads_webhook_waits_for_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("is_active", True), ("switched_off_at", None), ("why_off", "")),
                                    models.Q(("is_active", False), ("switched_off_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="leads_webhook_is_on_or_off",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("old_salt", ""), ("old_until", None)),
                                    models.Q(
                                        models.Q(("old_salt", ""), _negated=True),
                                        ("old_until__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="leads_old_secret_has_its_end",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LeadMail",
                    fields=[
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="lead_mail",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "when",
                            models.CharField(
                                choices=[
                                    ("at_once", "At once, one mail each"),
                                    ("digest", "Once a day, all in one mail"),
                                    ("never", "Not at all"),
                                ],
                                default="at_once",
                                max_length=12,
                                verbose_name="mail about new leads",
                            ),
                        ),
                        (
                            "which",
                            models.CharField(
                                choices=[
                                    ("open", "Mine, and those whose category has no expert"),
                                    ("mine", "Mine: of my categories, or given to me"),
                                    ("all", "All"),
                                ],
                                default="open",
                                max_length=12,
                                verbose_name="about which",
                            ),
                        ),
                        (
                            "hour",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "00:00"),
                                    (1, "01:00"),
                                    (2, "02:00"),
                                    (3, "03:00"),
                                    (4, "04:00"),
                                    (5, "05:00"),
                                    (6, "06:00"),
                                    (7, "07:00"),
                                    (8, "08:00"),
                                    (9, "09:00"),
                                    (10, "10:00"),
                                    (11, "11:00"),
                                    (12, "12:00"),
                                    (13, "13:00"),
                                    (14, "14:00"),
                                    (15, "15:00"),
                                    (16, "16:00"),
                                    (17, "17:00"),
                                    (18, "18:00"),
                                    (19, "19:00"),
                                    (20, "20:00"),
                                    (21, "21:00"),
                                    (22, "22:00"),
                                    (23, "23:00"),
                                ],
                                default=8,
                                verbose_name="the daily mail comes at",
                            ),
                        ),
                        ("told_until", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("hour__lte", 23)), name="leads_digest_has_its_hour"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("when", "digest"), _negated=True),
                                    ("told_until__isnull", False),
                                    _connector="OR",
                                ),
                                name="leads_digest_has_its_beginning",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LostReason",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, unique=True)),
                        ("position", models.PositiveSmallIntegerField(default=50, verbose_name="order")),
                        (
                            "is_retired",
                            models.BooleanField(
                                default=False,
                                help_text="Not offered any more; leads that were lost for it keep it.",
                                verbose_name="retired",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "name"],
                    },
                ),
                migrations.CreateModel(
                    name="Stage",
                    fields=[
                        (
                            "slug",
                            models.SlugField(
                                editable=False, max_length=12, primary_key=True, serialize=False
                            ),
                        ),
                        ("name", models.CharField(max_length=40, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("contacted", "Contacted"), ("qualified", "Qualified")],
                                help_text="How it is counted in figures.",
                                max_length=12,
                                verbose_name="counts as",
                            ),
                        ),
                        (
                            "position",
                            models.PositiveSmallIntegerField(
                                default=50,
                                help_text="New is 0, Contacted 20, Qualified 40, Won 80, Lost 90.",
                                verbose_name="order",
                            ),
                        ),
                        (
                            "is_retired",
                            models.BooleanField(
                                default=False,
                                help_text="No lead is moved there any more; those that stand there stay.",
                                verbose_name="retired",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["contacted", "qualified"]),
                                    ("slug", models.F("kind")),
                                    _connector="OR",
                                ),
                                name="leads_ends_have_one_stage",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("slug", models.F("kind")), _negated=True),
                                    ("is_retired", False),
                                    _connector="OR",
                                ),
                                name="leads_own_stages_stay",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OwnInbox",
                    fields=[
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="own_inbox",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("has_keys", models.BooleanField(default=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40)),
                        ("query", models.CharField(max_length=1000)),
                        (
                            "is_shared",
                            models.BooleanField(default=False, verbose_name="shared with everybody"),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("person", "name"), name="leads_own_view_has_one_name"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reply",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject", models.CharField(max_length=200)),
                        ("text", models.TextField()),
                        (
                            "thread",
                            models.TextField(
                                blank=True, help_text="Message-IDs of the mails before it, the oldest first."
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "delivery",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reply",
                                to="leads.delivery",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ReplyTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, unique=True)),
                        (
                            "subject",
                            models.CharField(default="Your message to us ({reference})", max_length=120),
                        ),
                        (
                            "text",
                            models.TextField(
                                help_text="{name}, {reference}, {article} and {expert} become those of the lead.",
                                max_length=5000,
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=50, verbose_name="order")),
                    ],
                    options={
                        "ordering": ["position", "name"],
                    },
                ),
                migrations.CreateModel(
                    name="Canary",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("tried_at", models.DateTimeField(null=True)),
                        ("arrived_at", models.DateTimeField(null=True)),
                        ("failures", models.PositiveIntegerField(default=0)),
                        ("failing_since", models.DateTimeField(null=True)),
                        ("problem", models.CharField(blank=True, max_length=300)),
                        ("told_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="leads_one_canary"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("failing_since", None),
                                        ("failures", 0),
                                        ("problem", ""),
                                        ("told_at", None),
                                    ),
                                    models.Q(
                                        ("failures__gt", 0),
                                        models.Q(("problem", ""), _negated=True),
                                        ("failing_since__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="leads_canary_fails_for_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LearntSign",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sign", models.CharField(max_length=40, unique=True)),
                        ("spam", models.PositiveIntegerField()),
                        ("good", models.PositiveIntegerField()),
                        ("upto", models.BigIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["-spam", "good", "sign"],
                        "verbose_name": "sign of spam",
                        "verbose_name_plural": "signs of spam",
                    },
                ),
                migrations.CreateModel(
                    name="DailyOpenings",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField()),
                        ("openings", models.PositiveIntegerField()),
                        (
                            "article",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="daily_openings",
                                to="blog.article",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["day"], name="leads_openings_by_day")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("article", "day"), name="leads_one_count_a_day", nulls_distinct=False
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExportRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="when")),
                        ("selection", models.CharField(max_length=600, verbose_name="which")),
                        ("rows", models.PositiveIntegerField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="LeadFacts",
                    fields=[
                        (
                            "lead",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="facts",
                                serialize=False,
                                to="leads.lead",
                            ),
                        ),
                        ("is_counted", models.BooleanField()),
                        ("day", models.DateField()),
                        ("campaign", models.CharField(max_length=200)),
                        (
                            "reached",
                            models.PositiveSmallIntegerField(
                                choices=[(0, "Sent"), (1, "Contacted"), (2, "Qualified"), (3, "Won")]
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                        ("answered_after", models.PositiveIntegerField(null=True)),
                        ("event_id", models.BigIntegerField()),
                        (
                            "article",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="blog.article",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="blog.category",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("currency", models.CharField(db_default="", default="", max_length=3)),
                    ],
                    options={
                        "verbose_name": "report",
                        "verbose_name_plural": "report",
                        "permissions": [("export_leadfacts", "Can export leads as a table")],
                        "default_permissions": ["view"],
                        "indexes": [
                            models.Index(
                                models.OrderBy(models.F("day"), descending=True),
                                models.OrderBy(models.F("lead"), descending=True),
                                name="leads_facts_newest_first",
                            ),
                            models.Index(fields=["article", "day"], name="leads_facts_of_an_article"),
                            models.Index(fields=["event_id"], name="leads_facts_by_event"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("exported", "given a copy"),
                                    ("erased", "erased"),
                                    ("retention", "forgotten by the rules"),
                                ],
                                max_length=12,
                                verbose_name="what",
                            ),
                        ),
                        ("person", models.CharField(blank=True, db_index=True, max_length=32)),
                        ("at", models.DateTimeField(verbose_name="when")),
                        ("counts", models.JSONField(default=dict)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "receipt",
                        "verbose_name_plural": "personal data",
                        "ordering": ["-at", "-pk"],
                        "default_permissions": ["view", "change"],
                    },
                ),
                migrations.CreateModel(
                    name="Retention",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "new",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(600),
                                ],
                                verbose_name="new, and never answered",
                            ),
                        ),
                        (
                            "contacted",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(600),
                                ],
                                verbose_name="contacted",
                            ),
                        ),
                        (
                            "qualified",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(600),
                                ],
                                verbose_name="qualified",
                            ),
                        ),
                        (
                            "won",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(600),
                                ],
                                verbose_name="won",
                            ),
                        ),
                        (
                            "lost",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(600),
                                ],
                                verbose_name="lost",
                            ),
                        ),
                        (
                            "quarantine",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(600),
                                ],
                                verbose_name="in quarantine",
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="leads_one_retention"),
                            models.CheckConstraint(
                                condition=models.Q(("new", None), ("new__gte", 1), _connector="OR"),
                                name="leads_keeps_new_a_month",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("contacted", None), ("contacted__gte", 1), _connector="OR"
                                ),
                                name="leads_keeps_contacted_a_month",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("qualified", None), ("qualified__gte", 1), _connector="OR"
                                ),
                                name="leads_keeps_qualified_a_month",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("won", None), ("won__gte", 1), _connector="OR"),
                                name="leads_keeps_won_a_month",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("lost", None), ("lost__gte", 1), _connector="OR"),
                                name="leads_keeps_lost_a_month",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("quarantine", None), ("quarantine__gte", 1), _connector="OR"
                                ),
                                name="leads_keeps_quarantine_a_month",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Look",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="looks",
                                to="leads.lead",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["lead", "at"], name="leads_looks_at_a_lead")],
                    },
                ),
                migrations.CreateModel(
                    name="AssignmentRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="Everybody who gets a lead by it reads this name.",
                                max_length=80,
                                unique=True,
                            ),
                        ),
                        ("is_on", models.BooleanField(default=True, verbose_name="switched on")),
                        (
                            "position",
                            models.PositiveSmallIntegerField(
                                default=50,
                                help_text="The rule with the lowest number is asked first; the first that holds decides.",
                                verbose_name="order",
                            ),
                        ),
                        (
                            "languages",
                            models.CharField(
                                blank=True,
                                help_text="Of the article that they wrote from, such as de, es-PR. Empty: any.",
                                max_length=120,
                                validators=[leads.models.assignment_rule.validate_languages],
                            ),
                        ),
                        (
                            "countries",
                            models.CharField(
                                blank=True,
                                help_text="Of their telephone number, such as DE, AT, CH. A number without + counts as one of your own country, and who leaves none has no country. Empty: any.",
                                max_length=200,
                                validators=[leads.models.assignment_rule.validate_countries],
                            ),
                        ),
                        (
                            "only_at_work",
                            models.BooleanField(
                                default=True,
                                help_text="Who does not work at the moment is not asked. If nobody does, the lead is left to all until somebody comes to work. Unticked, absence alone counts.",
                                verbose_name="only within working hours",
                            ),
                        ),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="If the person neither takes it nor does anything with it for so long, the next one gets it. Empty: it stays.",
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(2400),
                                ],
                                verbose_name="goes on after business minutes",
                            ),
                        ),
                        (
                            "categories",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Any of them; none ticked: all leads, also those without a category.",
                                related_name="assignment_rules",
                                to="blog.category",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="leads_rule_has_a_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minutes", None),
                                    models.Q(("minutes__gte", 1), ("minutes__lte", 2400)),
                                    _connector="OR",
                                ),
                                name="leads_rule_goes_on_after_minutes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("languages__regex", "^([a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?(, |$))*$")
                                ),
                                name="leads_rule_languages_are_codes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("countries__regex", "^([A-Z]{2}(, |$))*$")),
                                name="leads_rule_countries_are_codes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RuleMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(
                                default=1,
                                help_text="Who has 2 gets twice as many as who has 1.",
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(10),
                                ],
                            ),
                        ),
                        (
                            "hours",
                            models.CharField(
                                blank=True,
                                help_text="On the company’s working days, by the person’s own clock, such as 9:00–13:00. Empty: the company’s.",
                                max_length=80,
                                validators=[leads.models.assignment_rule.validate_hours],
                                verbose_name="own hours",
                            ),
                        ),
                        ("credit", models.IntegerField(default=0, editable=False)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="leads.assignmentrule",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "person",
                        "verbose_name_plural": "people who get them in turn",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("rule", "person"),
                                name="leads_rule_names_each_once",
                                violation_error_message="This person is named already: give them more weight instead.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weight__gte", 1), ("weight__lte", 10)),
                                name="leads_rule_weight_is_1_to_10",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "hours__regex",
                                        "^(\\d{1,2}:\\d{2}–\\d{1,2}:\\d{2}(, \\d{1,2}:\\d{2}–\\d{1,2}:\\d{2})*)?$",
                                    )
                                ),
                                name="leads_rule_hours_are_hours",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Turn",
                    fields=[
                        (
                            "lead",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="turn",
                                serialize=False,
                                to="leads.lead",
                            ),
                        ),
                        ("given_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField(null=True, verbose_name="goes on")),
                        (
                            "had",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), size=None
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="turns",
                                to="leads.assignmentrule",
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("due_at__isnull", False)),
                                fields=["due_at"],
                                name="leads_turns_due",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InboundMail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("answer", "from the visitor"),
                                    ("other", "from another address"),
                                    ("colleague", "from one of us"),
                                    ("automatic", "automatic answer"),
                                    ("bounce", "an e-mail came back"),
                                    ("stray", "belongs to no lead"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("message_id", models.CharField(max_length=200, unique=True)),
                        ("at", models.DateTimeField()),
                        ("sender", models.CharField(blank=True, max_length=254)),
                        ("subject", models.CharField(blank=True, max_length=200)),
                        ("text", models.TextField(blank=True)),
                        ("history", models.TextField(blank=True)),
                        ("is_cut", models.BooleanField(default=False)),
                        ("attachments", models.JSONField(default=list)),
                        ("why", models.CharField(blank=True, max_length=200)),
                        (
                            "event",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="inbound",
                                to="leads.leadevent",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="inbound",
                                to="leads.lead",
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("event", None),
                                        ("history", ""),
                                        ("kind", "stray"),
                                        ("lead", None),
                                        ("sender", ""),
                                        ("subject", ""),
                                        ("text", ""),
                                        models.Q(("why", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("kind", "stray"), _negated=True),
                                        ("event__isnull", False),
                                        ("lead__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="leads_inbound_has_its_lead",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mailbox",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("validity", models.BigIntegerField(default=0)),
                        ("last_uid", models.BigIntegerField(default=0)),
                        (
                            "put_aside",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        ("read_at", models.DateTimeField(null=True)),
                        ("failures", models.PositiveIntegerField(default=0)),
                        ("failing_since", models.DateTimeField(null=True)),
                        ("problem", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="leads_one_mailbox"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("failing_since", None), ("failures", 0), ("problem", "")),
                                    models.Q(
                                        ("failures__gt", 0),
                                        models.Q(("problem", ""), _negated=True),
                                        ("failing_since__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="leads_mailbox_fails_for_a_reason",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(EVENTS_ARE_NEVER_CHANGED, EVENTS_MAY_BE_CHANGED),
        migrations.RunSQL(ONE_OF_TWO_EQUAL_ENQUIRIES, BOTH_OF_TWO_EQUAL_ENQUIRIES),
        migrations.RunSQL(STAGES, NO_STAGES),
        migrations.RunSQL(SEARCH, NO_SEARCH),
        migrations.RunSQL(TEMPLATES, migrations.RunSQL.noop),
    ]
