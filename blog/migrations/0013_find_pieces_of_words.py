"""The desk's search and the library's ask for any piece of a word; among 100,000 rows they read them all."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    dependencies = [("blog", "0012_counted_reads")]

    operations = [
        TrigramExtension(),
        migrations.AddIndex(
            "article",
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="blog_titles_by_pieces"),
        ),
        migrations.AddIndex(
            "article",
            GinIndex(OpClass(Upper("summary"), name="gin_trgm_ops"), name="blog_summaries_by_pieces"),
        ),
        migrations.AddIndex(
            "picture",
            GinIndex(
                *(
                    OpClass(Upper(name), name="gin_trgm_ops")
                    for name in ("name", "alt", "caption", "credit", "licence")
                ),
                name="blog_pictures_by_pieces",
            ),
        ),
    ]
