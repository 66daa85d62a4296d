from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0007_merged_tags_and_categories"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(
                models.OrderBy(models.F("uploaded_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="blog_newest_pictures",
            ),
        ),
    ]
