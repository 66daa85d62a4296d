from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from blog.models import FormerFile, Picture
from blog.tasks import make_avif
from tests.factories import image_bytes, make_article, make_picture

pytestmark = pytest.mark.django_db


def new(width, height):
    return ContentFile(image_bytes(width, height), name="new.png")


def test_identity_words_and_focal_point_stay():
    picture = make_picture(image_bytes(1000, 500), alt="A desk", credit="Mia", licence="CC BY 4.0")
    Picture.objects.filter(pk=picture.pk).update(focal_x=10, focal_y=90)
    before = Picture.objects.values().get()
    picture.replace(new(900, 300))
    after = Picture.objects.values().get()
    assert {name for name in after if after[name] != before[name]} == {
        *("file", "content_hash", "width", "height")
    }
    assert [(made.format, made.width, made.height) for made in picture.renditions.all()] == [
        ("webp", 480, 160),
        ("webp", 800, 267),
    ]


def test_avif_is_made_anew_and_bodies_follow():
    picture = make_picture(image_bytes(1000, 500))
    make_avif(picture_id=picture.pk)
    article = make_article(body=f'<figure><img src="/media/x.png" alt="x" data-file="{picture.pk}"></figure>')
    picture.replace(new(500, 100))
    article.refresh_from_db()
    assert (article.body_html.count("image/avif"), article.body_html.count('width="500"')) == (0, 1)
    make_avif(picture_id=picture.pk)
    article.refresh_from_db()
    assert article.body_html.count(f"{picture.content_hash[:32]}-480.avif") == 1


def test_a_job_that_began_with_the_old_file_adds_nothing():
    picture = make_picture(image_bytes(500, 100))
    begun = Picture.objects.get()
    picture.replace(new(600, 100))
    assert begun.make_renditions("avif") == 0
    assert [made.format for made in picture.renditions.all()] == ["webp"]


@pytest.mark.django_db(transaction=True)
def test_old_files_are_gone_and_their_addresses_lead_to_the_new(client):
    picture = make_picture(image_bytes(1000, 500))
    original, small = picture.file.url, picture.rendition_url(480)
    picture.replace(new(900, 300))
    folder = Path(settings.MEDIA_ROOT) / "pictures"
    assert {path.name for path in folder.iterdir()} == {Path(str(file.name)).name for file in picture.files()}
    leads = [client.get(address) for address in (original, small)]
    assert [(answer.status_code, answer["Location"], answer["Cache-Control"]) for answer in leads] == [
        (302, picture.file.url, "no-cache"),
        (302, picture.rendition_url(480), "no-cache"),
    ]
    assert client.get(picture.file.url).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_replaced_and_put_back_it_is_served_as_at_first(client):
    picture = make_picture(image_bytes(1000, 500))
    first = picture.file.url
    picture.replace(new(900, 300))
    second = picture.file.url
    picture.replace(new(1000, 500))
    picture.replace(new(901, 300))
    picture.replace(new(1000, 500))
    assert (picture.file.url, client.get(first).status_code) == (first, 200)
    assert client.get(second)["Location"] == first


@pytest.mark.django_db(transaction=True)
def test_content_that_came_in_meanwhile_is_refused_and_leaves_no_file(monkeypatch):
    picture, content = make_picture(image_bytes(10, 10)), image_bytes(20, 20)
    decode = Picture._decode.__func__

    def slowly(cls, given):
        decoded = decode(cls, given)
        monkeypatch.undo()
        make_picture(content, name="other.png")
        return decoded

    monkeypatch.setattr(Picture, "_decode", classmethod(slowly))
    with pytest.raises(Picture.Refused, match=r"other\.png"):
        picture.replace(ContentFile(content, name="x.png"))
    files = [file for one in Picture.objects.with_renditions() for file in one.files()]
    assert len(list((Path(settings.MEDIA_ROOT) / "pictures").iterdir())) == len(files)
    assert not FormerFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_deleted_picture_takes_its_old_addresses_along(client):
    picture = make_picture(image_bytes(10, 10))
    old = picture.file.url
    picture.replace(new(20, 20))
    picture.delete()
    assert client.get(old).status_code == 404
