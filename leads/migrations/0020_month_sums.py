"""Sums of the months that are over, and what takes the mark of a month away when one of its facts changes."""

from django.db import migrations, models

SUMMED = "is_counted, day, article_id, category_id, expert_id, campaign, reached, value, currency"
FORWARDS = f"""
CREATE FUNCTION leads_month_is_not_summed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    months date[];
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM leads_summedmonth;
        RETURN NULL;
    ELSIF TG_OP = 'UPDATE' THEN
        SELECT array_agg(DISTINCT date_trunc('month', day)::date) INTO months FROM (
            (SELECT lead_id, {SUMMED} FROM gone EXCEPT SELECT lead_id, {SUMMED} FROM come)
            UNION ALL (SELECT lead_id, {SUMMED} FROM come EXCEPT SELECT lead_id, {SUMMED} FROM gone)
        ) AS changed;
    ELSIF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT date_trunc('month', day)::date) INTO months FROM come;
    ELSE
        SELECT array_agg(DISTINCT date_trunc('month', day)::date) INTO months FROM gone;
    END IF;
    -- always in one order, so that two who write wait for one another and not each for the other
    DELETE FROM leads_summedmonth WHERE month IN (
        SELECT month FROM leads_summedmonth WHERE month = ANY (months) ORDER BY month FOR UPDATE
    );
    RETURN NULL;
END $$;
CREATE TRIGGER leads_facts_come AFTER INSERT ON leads_leadfacts REFERENCING NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION leads_month_is_not_summed();
CREATE TRIGGER leads_facts_change AFTER UPDATE ON leads_leadfacts REFERENCING OLD TABLE AS gone NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION leads_month_is_not_summed();
CREATE TRIGGER leads_facts_go AFTER DELETE ON leads_leadfacts REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION leads_month_is_not_summed();
CREATE TRIGGER leads_facts_go_together AFTER TRUNCATE ON leads_leadfacts
    FOR EACH STATEMENT EXECUTE FUNCTION leads_month_is_not_summed();
"""
BACKWARDS = """
DROP TRIGGER leads_facts_come ON leads_leadfacts;
DROP TRIGGER leads_facts_change ON leads_leadfacts;
DROP TRIGGER leads_facts_go ON leads_leadfacts;
DROP TRIGGER leads_facts_go_together ON leads_leadfacts;
DROP FUNCTION leads_month_is_not_summed();
"""


class Migration(migrations.Migration):
    dependencies = [("leads", "0019_words_are_kept")]

    operations = [
        migrations.CreateModel(
            name="SummedMonth",
            fields=[("month", models.DateField(primary_key=True, serialize=False))],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="MonthSum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("name", models.CharField(max_length=8)),
                ("key", models.TextField(null=True)),
                ("day", models.DateField(null=True)),
                ("currency", models.CharField(max_length=3)),
                ("reached", models.PositiveSmallIntegerField()),
                ("leads", models.PositiveIntegerField()),
                ("value", models.DecimalField(decimal_places=2, max_digits=16)),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(fields=["month"], name="leads_sums_of_a_month")],
            },
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
