import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

# Kept pages of the article are old (config/page_cache).
DROPPED = """
CREATE FUNCTION blog_related_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM drop_pages('related-' || NEW.article_id);
    IF TG_OP = 'INSERT' THEN
        PERFORM drop_pages('article-' || NEW.article_id);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER blog_drop_pages_at_first AFTER INSERT ON blog_relatedlist
    FOR EACH ROW EXECUTE FUNCTION blog_related_changed();
CREATE TRIGGER blog_drop_pages AFTER UPDATE ON blog_relatedlist FOR EACH ROW
    WHEN (OLD.others <> NEW.others) EXECUTE FUNCTION blog_related_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0016_pages_are_dropped"),
    ]

    operations = [
        migrations.CreateModel(
            name="RelatedList",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="related_list",
                        serialize=False,
                        to="blog.article",
                    ),
                ),
                (
                    "others",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                (
                    "scores",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.FloatField(), help_text="Of `others`, in their order.", size=None
                    ),
                ),
                ("renewed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["others"], name="blog_listed_as_related"
                    ),
                    models.Index(models.F("renewed_at"), name="blog_related_renewed"),
                ],
            },
        ),
        migrations.RunSQL(DROPPED, "DROP FUNCTION blog_related_changed CASCADE"),
    ]
