import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from blog.models import Article, Picture
from staff.roles import AUTHOR, EDITOR
from tests.factories import image_bytes, make_article, make_picture
from tests.security.hostile_files import many

pytestmark = pytest.mark.django_db


def replace(client, picture, content, name="new.png"):
    file = SimpleUploadedFile(name, content, "image/png")
    return client.post(f"/admin/blog/picture/{picture.pk}/replace/", {"file": file}, follow=True)


def test_a_new_file_takes_the_place_and_its_articles_show_it(sign_in, client):
    sign_in(EDITOR)
    picture = make_picture(alt="A desk")
    make_article(body=f'<figure><img src="{picture.file.url}" alt="" data-file="{picture.pk}"></figure>')
    response = replace(client, picture, image_bytes(900, 30))
    picture.refresh_from_db()
    assert response.redirect_chain == [(f"/admin/blog/picture/{picture.pk}/change/", 302)]
    assert (picture.width, picture.alt, Picture.objects.count()) == (900, "A desk", 1)
    assert picture.file.url in Article.objects.get().body_html


def test_the_page_names_every_place_that_will_change(sign_in, client):
    sign_in(EDITOR)
    picture = make_picture()
    make_article("With a hero", hero=picture)
    page = client.get(f"/admin/blog/picture/{picture.pk}/replace/").content.decode()
    assert ("All of these will show the new file" in page, "With a hero" in page) == (True, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not a picture", "This is not a picture that can be read (JPEG, PNG, WebP, AVIF or GIF)."),
        (b"", "The submitted file is empty."),
        (image_bytes(10, 10), "This is the file that is shown already."),
        (
            image_bytes(20, 20),
            "This file is in the library already, as another picture: “other.png”. Choose that one where it is to be shown.",
        ),
    ],
    ids=["text", "empty", "itself", "another"],
)
def test_a_refusal_stands_beside_the_field_and_changes_nothing(content, words, sign_in, client):
    sign_in(EDITOR)
    picture = make_picture(image_bytes(10, 10))
    make_picture(image_bytes(20, 20), name="other.png")
    response = replace(client, picture, content)
    assert response.context["form"].errors == {"file": [words]}
    again = Picture.objects.get(pk=picture.pk)
    assert (again.file.name, again.content_hash) == (picture.file.name, picture.content_hash)


def test_an_animation_is_told_of(sign_in, client):
    sign_in(EDITOR)
    response = replace(client, make_picture(), many("GIF", 3))
    assert len(list(response.context["messages"])) == 2


def test_an_author_replaces_their_own_until_it_is_live(sign_in, client):
    user = sign_in(AUTHOR)
    mine, live, other = make_picture(), make_picture(), make_picture()
    Picture.objects.filter(pk__in=[mine.pk, live.pk]).update(uploaded_by=user)
    make_article(hero=live)
    answers = [
        replace(client, picture, image_bytes(30 + n, 30)).status_code
        for n, picture in enumerate([mine, live, other])
    ]
    assert answers == [200, 403, 403]
    shown = [
        b"/replace/" in client.get(f"/admin/blog/picture/{picture.pk}/change/").content
        for picture in (mine, live, other)
    ]
    assert shown == [True, False, False]
