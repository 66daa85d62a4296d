from django.db import migrations

from brand.page_body import clean
from brand.privacy_notice import BODY, SLUG, TITLE


def write(apps, schema_editor):
    """A page that is there already is somebody's own."""
    pages = apps.get_model("brand", "Page").objects
    pages.get_or_create(slug=SLUG, defaults={"title": TITLE, "body": clean(BODY)})


def take_back(apps, schema_editor):
    """Only while nobody has changed it."""
    apps.get_model("brand", "Page").objects.filter(slug=SLUG, body=clean(BODY)).delete()


class Migration(migrations.Migration):
    dependencies = [("brand", "0001_first")]
    operations = [migrations.RunPython(write, take_back)]
