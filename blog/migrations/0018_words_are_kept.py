"""What visitors search by: the words of an article, and those of its title, each kept in the row (blog/search.py)."""

import django.core.validators
from django.db import migrations, models

FOLDED = """
CREATE FUNCTION blog_fold(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    translate(lower(words), 'áàâäãåāăąćčçďđéèêëēėęěğíìîïīįıľłñńňóòôöõøōőŕřśšşťúùûüūůűųýÿžźż',
        'aaaaaaaaacccddeeeeeeeegiiiiiiillnnnoooooooorrssstuuuuuuuuyyzzz');
-- Words alone: PostgreSQL takes "a/b", "a.b" and "a@b" for one.
CREATE FUNCTION blog_words(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    to_tsvector('simple', regexp_replace(blog_fold(words), '[^[:alnum:]]+', ' ', 'g'));
ALTER TABLE blog_article
    ADD COLUMN title_words tsvector GENERATED ALWAYS AS (blog_words(title)) STORED,
    ADD COLUMN all_words tsvector GENERATED ALWAYS AS (
        setweight(blog_words(title), 'A') || setweight(blog_words(summary), 'B')
        || setweight(blog_words(left(plain_text, 200000)), 'D')
    ) STORED;
CREATE INDEX blog_title_words ON blog_article USING gin (title_words);
CREATE INDEX blog_all_words ON blog_article USING gin (all_words);
"""
BACKWARDS = """
ALTER TABLE blog_article DROP COLUMN title_words, DROP COLUMN all_words;
DROP FUNCTION blog_words(text), blog_fold(text);
"""


class Migration(migrations.Migration):
    dependencies = [("blog", "0017_related_lists")]

    operations = [
        migrations.RunSQL(FOLDED, BACKWARDS),
        migrations.AlterField(
            model_name="article",
            name="slug",
            field=models.SlugField(
                help_text="The last part of the address. A changed one leaves a redirect.",
                max_length=200,
                unique=True,
                validators=[
                    django.core.validators.RegexValidator(
                        "^(?!(author|category|feed|page|search|tag)$)",
                        "This word is used by the blog itself.",
                    )
                ],
                verbose_name="address",
            ),
        ),
    ]
