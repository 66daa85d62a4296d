"""All that 0001 to 0015 make, in one step; those stay until every database has passed them (CONTRIBUTING.md)."""

import uuid

import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import taggit.managers
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

import config.addresses
from config.many_tables import CreateModels

REVISIONS_ARE_NEVER_CHANGED = """
CREATE FUNCTION blog_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What an article said is never rewritten; add another revision.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER blog_revisions_are_never_changed
    BEFORE UPDATE OF article_id, kind, content, schema, at, note ON blog_revision
    FOR EACH ROW EXECUTE FUNCTION blog_refuse_change();
"""
REVISIONS_MAY_BE_CHANGED = """
DROP TRIGGER blog_revisions_are_never_changed ON blog_revision;
DROP FUNCTION blog_refuse_change();
"""


class Migration(migrations.Migration):
    replaces = [
        ("blog", "0001_first"),
        ("blog", "0002_article_edited_at"),
        ("blog", "0003_the_desk"),
        ("blog", "0004_revisions_are_never_changed"),
        ("blog", "0005_canonical_address_is_a_plain_link"),
        ("blog", "0006_moved_and_missing_pages"),
        ("blog", "0007_merged_tags_and_categories"),
        ("blog", "0008_newest_pictures_first"),
        ("blog", "0009_former_files"),
        ("blog", "0010_picture_licence"),
        ("blog", "0011_overview_indexes"),
        ("blog", "0012_counted_reads"),
        ("blog", "0013_find_pieces_of_words"),
        ("blog", "0014_pictures_of_unsaved_words"),
        ("blog", "0015_recent_reads"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        # Not needed; but it goes through four steps, each of which takes longer when our models are there.
        ("taggit", "0004_alter_taggeditem_content_type_alter_taggeditem_tag"),
    ]

    operations = [
        TrigramExtension(),
        CreateModels(
            [
                migrations.CreateModel(
                    name="Article",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=200)),
                        (
                            "slug",
                            models.SlugField(
                                help_text="The last part of the address. A changed one leaves a redirect.",
                                max_length=200,
                                unique=True,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^(?!(author|category|feed|page|tag)$)",
                                        "This word is used by the blog itself.",
                                    )
                                ],
                                verbose_name="address",
                            ),
                        ),
                        (
                            "summary",
                            models.TextField(
                                blank=True,
                                help_text="Two sentences that say who should read on.",
                                max_length=600,
                                verbose_name="summary (dek)",
                            ),
                        ),
                        ("body", models.TextField(blank=True)),
                        (
                            "hero_is_shown",
                            models.BooleanField(
                                default=True,
                                help_text="Unticked, it is used in lists and for sharing only.",
                                verbose_name="show the hero above the text",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(default="en", help_text="Such as en or es-PR.", max_length=12),
                        ),
                        (
                            "search_title",
                            models.CharField(
                                blank=True,
                                help_text="Instead of the title in search results.",
                                max_length=200,
                            ),
                        ),
                        (
                            "search_description",
                            models.TextField(
                                blank=True,
                                help_text="Instead of the summary in search results; about 155 characters are shown.",
                                max_length=400,
                            ),
                        ),
                        ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "updated_at",
                            models.DateTimeField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="last change that readers see",
                            ),
                        ),
                        ("feed_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("body_html", models.TextField(blank=True, editable=False)),
                        (
                            "contents",
                            models.JSONField(default=list, editable=False, verbose_name="table of contents"),
                        ),
                        ("plain_text", models.TextField(blank=True, editable=False)),
                        ("reading_seconds", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "category",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="articles",
                                to="blog.category",
                            ),
                        ),
                        (
                            "hero",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hero_of",
                                to="blog.picture",
                            ),
                        ),
                        (
                            "edited_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="last saved by a person"
                            ),
                        ),
                        ("binned_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "binned_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "canonical_address",
                            models.URLField(
                                blank=True,
                                help_text="Only when the same text stands elsewhere first: where it does.",
                                max_length=400,
                                validators=[config.addresses.validate_link],
                            ),
                        ),
                        (
                            "is_indexed",
                            models.BooleanField(default=True, verbose_name="search engines may list it"),
                        ),
                        (
                            "social_picture",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="social_picture_of",
                                to="blog.picture",
                            ),
                        ),
                        (
                            "social_text",
                            models.TextField(
                                blank=True,
                                help_text="Instead of the summary when it is shared.",
                                max_length=400,
                            ),
                        ),
                        (
                            "social_title",
                            models.CharField(
                                blank=True,
                                help_text="Instead of the title when it is shared.",
                                max_length=200,
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "live_revision",
                            models.ForeignKey(
                                editable=False,
                                help_text="The revision that the row was copied from.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="blog.revision",
                            ),
                        ),
                        (
                            "authors",
                            models.ManyToManyField(
                                related_name="articles", through="blog.Authorship", to="blog.author"
                            ),
                        ),
                        (
                            "pictures",
                            models.ManyToManyField(
                                editable=False, related_name="shown_in", to="blog.picture"
                            ),
                        ),
                        (
                            "pinned",
                            models.ManyToManyField(
                                related_name="+",
                                through="blog.Pin",
                                through_fields=("article", "other"),
                                to="blog.article",
                            ),
                        ),
                        (
                            "tags",
                            taggit.managers.TaggableManager(
                                blank=True,
                                help_text="Separated by commas.",
                                through="blog.Tagging",
                                to="blog.Tag",
                                verbose_name="Tags",
                            ),
                        ),
                        (
                            "links",
                            models.ManyToManyField(
                                editable=False, related_name="linked_from", to="blog.article"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-published_at", "-pk"],
                        "permissions": [
                            ("publish_article", "Can publish and withdraw articles"),
                            ("write_article", "Can write articles of their own"),
                        ],
                        "indexes": [
                            models.Index(
                                models.OrderBy(models.F("published_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="blog_newest_first",
                            ),
                            models.Index(
                                models.F("category"),
                                models.OrderBy(models.F("published_at"), descending=True),
                                name="blog_newest_in_category",
                            ),
                            models.Index(
                                models.OrderBy(models.F("id"), descending=True),
                                condition=models.Q(("published_at", None)),
                                name="blog_newest_drafts",
                            ),
                            models.Index(
                                models.OrderBy(models.F("edited_at"), descending=True),
                                condition=models.Q(("edited_at__isnull", False)),
                                name="blog_edited_last",
                            ),
                            models.Index(
                                django.db.models.functions.comparison.Coalesce("updated_at", "published_at"),
                                name="blog_longest_untouched",
                            ),
                            models.Index(
                                models.F("submitted_at"),
                                condition=models.Q(("submitted_at__isnull", False)),
                                name="blog_submitted",
                            ),
                            models.Index(
                                models.F("withdrawn_at"),
                                condition=models.Q(("withdrawn_at__isnull", False)),
                                name="blog_withdrawn",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                                ),
                                name="blog_titles_by_pieces",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("summary"), name="gin_trgm_ops"
                                ),
                                name="blog_summaries_by_pieces",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_at", None),
                                    models.Q(
                                        models.Q(("title", ""), _negated=True),
                                        models.Q(("summary", ""), _negated=True),
                                        models.Q(("body", ""), _negated=True),
                                        ("category__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="blog_published_is_complete",
                                violation_error_message="A published article needs a title, a summary, a body and a category.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawn_at", None),
                                    models.Q(
                                        ("published_at__isnull", False),
                                        ("withdrawn_at__gte", models.F("published_at")),
                                    ),
                                    _connector="OR",
                                ),
                                name="blog_withdrawn_was_published",
                                violation_error_message="Only a published article can be withdrawn.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tag",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                        (
                            "slug",
                            models.SlugField(
                                allow_unicode=True, max_length=100, unique=True, verbose_name="slug"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="Author",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("slug", models.SlugField(max_length=120, unique=True, verbose_name="address")),
                        (
                            "role",
                            models.CharField(
                                blank=True, help_text="Such as “Lead developer”.", max_length=120
                            ),
                        ),
                        ("biography", models.TextField(blank=True, max_length=600)),
                        (
                            "account",
                            models.OneToOneField(
                                blank=True,
                                help_text="The person in the admin who writes under this name, if any.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="author",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "portrait",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="portrait_of",
                                to="blog.picture",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="Authorship",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                        (
                            "article",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="authorships",
                                to="blog.article",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="authorships",
                                to="blog.author",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "author",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("article", "author"), name="blog_author_once_an_article"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Category",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, unique=True)),
                        ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                        (
                            "description",
                            models.TextField(
                                blank=True, help_text="Shown above the category’s list.", max_length=400
                            ),
                        ),
                        (
                            "talk_label",
                            models.CharField(
                                blank=True,
                                help_text="Instead of the company’s words on the button.",
                                max_length=60,
                                verbose_name="call to action",
                            ),
                        ),
                        (
                            "talk_text",
                            models.TextField(
                                blank=True,
                                help_text="Instead of the company’s sentence.",
                                max_length=300,
                                verbose_name="sentence at the call to action",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                        (
                            "expert",
                            models.ForeignKey(
                                blank=True,
                                help_text="Who answers leads from this category first.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "categories",
                        "ordering": ["position", "name"],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(help_text="The reader, such as “markdown”.", max_length=40),
                        ),
                        (
                            "key",
                            models.CharField(
                                help_text="What the source calls the article, such as its file’s name.",
                                max_length=300,
                            ),
                        ),
                        (
                            "fingerprint",
                            models.CharField(help_text="SHA-256 of all that was read.", max_length=64),
                        ),
                        ("imported_at", models.DateTimeField(auto_now=True)),
                        (
                            "article",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="import_records",
                                to="blog.article",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("source", "key"), name="blog_import_once_a_source"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MovedPage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "old_path",
                            models.CharField(
                                help_text="Begins with a slash, such as /2016/03/01/a-post/.",
                                max_length=400,
                                unique=True,
                            ),
                        ),
                        (
                            "new_path",
                            models.CharField(
                                blank=True,
                                help_text="Where no article is meant: a path on this site.",
                                max_length=400,
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "article",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moved_pages",
                                to="blog.article",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "moved page",
                        "ordering": ["old_path"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("old_path__startswith", "/")),
                                name="blog_old_path_begins_with_a_slash",
                                violation_error_message="The old address begins with a slash.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("article__isnull", False), ("new_path", "")),
                                    models.Q(
                                        ("article__isnull", True), ("new_path__regex", "^/([^/\\\\]|$)")
                                    ),
                                    _connector="OR",
                                ),
                                name="blog_moved_page_leads_to_one_place",
                                violation_error_message="Choose an article or write a path on this site, not both.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("old_path", models.F("new_path")), _negated=True),
                                name="blog_moved_page_leads_elsewhere",
                                violation_error_message="The page would lead to itself.",
                            ),
                        ],
                        "permissions": [("exchange_movedpage", "Can import and export moved pages")],
                    },
                ),
                migrations.CreateModel(
                    name="Picture",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("file", models.FileField(max_length=200, upload_to="pictures/")),
                        (
                            "name",
                            models.CharField(
                                help_text="The name it was uploaded with; visitors never see it.",
                                max_length=200,
                            ),
                        ),
                        (
                            "content_hash",
                            models.CharField(
                                editable=False,
                                help_text="SHA-256 of what was uploaded.",
                                max_length=64,
                                unique=True,
                            ),
                        ),
                        ("width", models.PositiveIntegerField(editable=False, help_text="pixels")),
                        ("height", models.PositiveIntegerField(editable=False, help_text="pixels")),
                        (
                            "alt",
                            models.CharField(
                                blank=True,
                                help_text="What the picture shows, for those who do not see it. Empty only when it is mere decoration.",
                                max_length=400,
                                verbose_name="alternative text",
                            ),
                        ),
                        ("caption", models.CharField(blank=True, max_length=400)),
                        ("credit", models.CharField(blank=True, help_text="Who made it.", max_length=200)),
                        (
                            "focal_x",
                            models.PositiveSmallIntegerField(
                                default=50,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="focal point, from the left (%)",
                            ),
                        ),
                        (
                            "focal_y",
                            models.PositiveSmallIntegerField(
                                default=50,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="focal point, from the top (%)",
                            ),
                        ),
                        ("uploaded_at", models.DateTimeField(editable=False)),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "licence",
                            models.CharField(
                                blank=True,
                                help_text="Under which it may be shown, such as “CC BY 4.0” or “bought at …”. It stands beside the credit.",
                                max_length=120,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-uploaded_at", "-pk"],
                        "indexes": [
                            models.Index(
                                models.OrderBy(models.F("uploaded_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="blog_newest_pictures",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                                ),
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("alt"), name="gin_trgm_ops"
                                ),
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("caption"), name="gin_trgm_ops"
                                ),
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("credit"), name="gin_trgm_ops"
                                ),
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("licence"), name="gin_trgm_ops"
                                ),
                                name="blog_pictures_by_pieces",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("focal_x__lte", 100), ("focal_y__lte", 100)),
                                name="blog_focal_point_is_inside",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pin",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                        (
                            "article",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pins",
                                to="blog.article",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pinned_by",
                                to="blog.article",
                                verbose_name="related article",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "pinned related article",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("article", "other"), name="blog_pin_once_an_article"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("article", models.F("other")), _negated=True),
                                name="blog_pin_is_another_article",
                                violation_error_message="An article cannot be related to itself.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Publication",
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
                                    ("published", "Published"),
                                    ("updated", "Updated"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("at", models.DateTimeField(help_text="The moment from which it holds.")),
                        ("recorded_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "article",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="publications",
                                to="blog.article",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Rendition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "format",
                            models.CharField(choices=[("webp", "webp"), ("avif", "avif")], max_length=4),
                        ),
                        ("width", models.PositiveIntegerField(help_text="pixels")),
                        ("height", models.PositiveIntegerField(help_text="pixels")),
                        ("size", models.PositiveIntegerField(help_text="bytes")),
                        ("file", models.FileField(max_length=200, upload_to="pictures/")),
                        (
                            "picture",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="renditions",
                                to="blog.picture",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["format", "width"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("picture", "format", "width"), name="blog_one_rendition_a_size"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tagging",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "content_object",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="taggings",
                                to="blog.article",
                            ),
                        ),
                        (
                            "tag",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="taggings",
                                to="blog.tag",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("content_object", "tag"), name="blog_tag_once_an_article"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(editable=False, max_length=40, unique=True)),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("off", "Is not looked at"),
                                    ("warn", "Warns"),
                                    ("block", "Must be met to publish"),
                                ],
                                max_length=5,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "rule for publishing",
                        "verbose_name_plural": "rules for publishing",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Comment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("text", models.TextField(max_length=4000)),
                        ("settled_at", models.DateTimeField(null=True)),
                        (
                            "article",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comments",
                                to="blog.article",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "settled_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("mentions", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Revision",
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
                                    ("saved", "Saved"),
                                    ("submitted", "Submitted"),
                                    ("returned", "Returned"),
                                    ("scheduled", "Scheduled"),
                                    ("published", "Published"),
                                    ("imported", "Imported"),
                                    ("restored", "Restored"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("content", models.JSONField(help_text="See blog/models/snapshot.py.")),
                        ("schema", models.PositiveSmallIntegerField(default=1)),
                        ("at", models.DateTimeField()),
                        ("note", models.CharField(blank=True, max_length=600)),
                        (
                            "name",
                            models.CharField(
                                blank=True, help_text="Given by an editor, to find it again.", max_length=80
                            ),
                        ),
                        (
                            "article",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="revisions",
                                to="blog.article",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pictures",
                            models.ManyToManyField(
                                related_name="revisions", through="blog.RevisionPicture", to="blog.picture"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                models.F("article"),
                                models.OrderBy(models.F("id"), descending=True),
                                name="blog_newest_revision",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PreviewLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(null=True)),
                        (
                            "article",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="preview_links",
                                to="blog.article",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                help_text="The one text that it shows; without one, always the newest draft.",
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="blog.revision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="RevisionPicture",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "picture",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="blog.picture",
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="blog.revision",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("revision", "picture"), name="blog_picture_once_a_revision"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkingCopy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                help_text="Made by the page; names the text of an article that has no row yet.",
                                unique=True,
                            ),
                        ),
                        ("tab", models.UUIDField(help_text="The open page that these words come from.")),
                        (
                            "sequence",
                            models.PositiveBigIntegerField(
                                default=0, help_text="The page counts its saves; an earlier one never wins."
                            ),
                        ),
                        (
                            "based_on",
                            models.PositiveBigIntegerField(
                                default=0, help_text="The revision that the page began with, or 0."
                            ),
                        ),
                        (
                            "content",
                            models.JSONField(
                                help_text="The form as it was sent; empty once it was saved or discarded.",
                                null=True,
                            ),
                        ),
                        ("typed_at", models.DateTimeField()),
                        (
                            "article",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="working_copies",
                                to="blog.article",
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
                            "pictures",
                            models.ManyToManyField(
                                help_text="Which it shows: they stay in the library meanwhile.",
                                related_name="+",
                                to="blog.picture",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "working copies",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("article__isnull", False)),
                                fields=("person", "article"),
                                name="blog_one_working_copy_a_person",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Presence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("tab", models.UUIDField()),
                        ("since", models.DateTimeField()),
                        ("seen_at", models.DateTimeField()),
                        (
                            "article",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="presences",
                                to="blog.article",
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
                    ],
                    options={
                        "ordering": ["since"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("article", "tab"), name="blog_presence_once_a_tab"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlannedChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("planned_at", models.DateTimeField()),
                        ("done_at", models.DateTimeField(null=True)),
                        (
                            "failure",
                            models.CharField(
                                blank=True, help_text="Why it did not happen, in words.", max_length=300
                            ),
                        ),
                        (
                            "article",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="planned_changes",
                                to="blog.article",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="blog.revision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "indexes": [
                            models.Index(
                                models.F("at"),
                                condition=models.Q(("done_at", None), ("failure", "")),
                                name="blog_changes_that_wait",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MissingPage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("path", models.CharField(max_length=400, unique=True)),
                        ("count", models.PositiveBigIntegerField(default=0, verbose_name="times asked for")),
                        ("first_seen_at", models.DateTimeField(verbose_name="first asked for")),
                        ("last_seen_at", models.DateTimeField(verbose_name="last asked for")),
                        (
                            "referrer_host",
                            models.CharField(
                                blank=True,
                                help_text="The site on which the link stood last; never more.",
                                max_length=253,
                                verbose_name="linked from",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-count", "-last_seen_at"],
                    },
                ),
                migrations.CreateModel(
                    name="MovedPageHits",
                    fields=[
                        (
                            "moved_page",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="hits",
                                serialize=False,
                                to="blog.movedpage",
                            ),
                        ),
                        ("count", models.PositiveBigIntegerField(default=0)),
                        ("last_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="FormerCategory",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("former_id", models.BigIntegerField(unique=True)),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="former",
                                to="blog.category",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="TagSynonym",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=100)),
                        (
                            "tag",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="synonyms",
                                to="blog.tag",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"),
                                name="blog_one_meaning_a_synonym",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormerFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, unique=True)),
                        (
                            "width",
                            models.PositiveIntegerField(
                                default=0, help_text="pixels, of a rendition; 0 of an original"
                            ),
                        ),
                        (
                            "picture",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="former_files",
                                to="blog.picture",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="DailyReads",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField()),
                        ("reads", models.PositiveIntegerField()),
                        (
                            "article",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="daily_reads",
                                to="blog.article",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["day"], name="blog_reads_by_day")],
                        "constraints": [
                            models.UniqueConstraint(fields=("article", "day"), name="blog_one_count_a_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecentReads",
                    fields=[
                        (
                            "article",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="recent_reads",
                                serialize=False,
                                to="blog.article",
                            ),
                        ),
                        ("reads", models.PositiveBigIntegerField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                models.OrderBy(models.F("reads"), descending=True),
                                name="blog_most_read_recently",
                            )
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(REVISIONS_ARE_NEVER_CHANGED, REVISIONS_MAY_BE_CHANGED),
    ]
