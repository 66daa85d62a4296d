import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from blog.models import Picture
from blog.tasks import make_avif
from tests.factories import NOW, image_bytes, make_article, make_picture

pytestmark = pytest.mark.django_db


def widths(picture, kind):
    return list(picture.renditions.filter(format=kind).values_list("width", flat=True))


def test_webp_is_there_at_once_and_avif_after_the_job():
    picture = make_picture(image_bytes(1000, 500))
    assert (widths(picture, "webp"), widths(picture, "avif")) == ([480, 800], [])
    make_avif(picture_id=picture.pk)
    make_avif(picture_id=picture.pk)
    assert widths(picture, "avif") == [480, 800]
    assert picture.renditions.get(format="avif", width=480).height == 240


def test_a_small_picture_is_never_enlarged():
    assert widths(make_picture(image_bytes(300, 200)), "webp") == [300]


def test_the_same_content_comes_in_once():
    first = make_picture(image_bytes(), alt="First")
    again = Picture.receive(ContentFile(image_bytes(), name="other.png"), at=NOW, by=None, alt="Second")
    assert (again, again.alt, Picture.objects.count()) == (first, "First", 1)


def test_a_refused_file_leaves_nothing():
    with pytest.raises(Picture.Refused, match="SVG"):
        make_picture(b"<svg></svg>")
    assert Picture.objects.count() == 0


def test_the_name_is_only_a_label():
    picture = make_picture(name="../../etc/<b>pass</b>wd.PHP")
    assert picture.name == "b>wd.PHP"
    assert picture.file.name == f"pictures/{picture.content_hash[:32]}.png"


def test_markup_names_only_what_exists_and_escapes_the_words(django_assert_num_queries):
    picture = make_picture(image_bytes(1000, 500), alt='A "quoted" <b>')
    picture = Picture.objects.with_renditions().get(pk=picture.pk)
    with django_assert_num_queries(0):
        markup = picture.markup(sizes="100vw")
    stem = f"/media/pictures/{picture.content_hash[:32]}"
    assert markup == (
        f'<picture><source type="image/webp" srcset="{stem}-480.webp 480w, {stem}-800.webp 800w" sizes="100vw">'
        f'<img src="{stem}.png" alt="A &quot;quoted&quot; &lt;b&gt;" width="1000" height="500"'
        ' loading="lazy" decoding="async"></picture>'
    )


def test_the_bodies_that_show_a_picture_learn_of_new_renditions():
    picture = make_picture(image_bytes(1000, 500))
    article = make_article(body=f'<figure><img src="/media/x.png" alt="x" data-file="{picture.pk}"></figure>')
    assert "image/avif" not in article.body_html
    make_avif(picture_id=picture.pk)
    article.refresh_from_db()
    assert article.body_html.count('type="image/avif"') == 1


def test_a_deleted_picture_is_no_error_for_its_job():
    assert make_avif(picture_id=0) is None


def test_a_hero_cannot_be_deleted():
    article = make_article(hero=make_picture())
    with pytest.raises(ProtectedError):
        article.hero.delete()


def test_the_focal_point_is_inside():
    picture = make_picture()
    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(focal_x=101)


@pytest.mark.django_db(transaction=True)
def test_what_is_deleted_can_no_longer_be_fetched(client):
    picture = make_picture(image_bytes(1000, 500))
    make_avif(picture_id=picture.pk)
    addresses = [file.url for file in picture.files()]
    assert [client.get(address).status_code for address in addresses] == [200] * 5
    Picture.objects.filter(pk=picture.pk).delete()
    assert [client.get(address).status_code for address in addresses] == [404] * 5


@pytest.mark.django_db(transaction=True)
def test_the_same_content_at_the_same_moment_comes_in_once():
    content, found = image_bytes(900, 600), []

    def upload():
        found.append(make_picture(content).pk)
        connection.close()

    threads = [threading.Thread(target=upload) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (Picture.objects.count(), len(set(found)), len(found)) == (1, 1, 4)
    folder = Path(settings.MEDIA_ROOT) / "pictures"
    assert len(list(folder.iterdir())) == 1 + Picture.objects.get().renditions.count()
