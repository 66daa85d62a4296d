from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from blog.admin.picture_form import MOVING
from blog.models import Article, Picture, WorkingCopy
from staff.roles import AUTHOR, EDITOR
from tests.factories import NOW, image_bytes, make_article, make_author, make_picture
from tests.security.hostile_files import many
from tests.signed_in import form_of

pytestmark = pytest.mark.django_db

ADD = "/admin/blog/picture/add/"


@pytest.fixture
def upload(client):
    def upload(content=None, name="photo.png", **fields):
        file = SimpleUploadedFile(name, content if content is not None else image_bytes(), "image/png")
        return client.post(ADD, {"file": file, **fields}, follow=True)

    return upload


def test_unsaved_words_of_a_new_article_keep_their_picture(sign_in, client):
    editor, picture = sign_in(EDITOR), make_picture(name="mine.png")
    key = uuid4()
    WorkingCopy.keep(
        {"hero": [str(picture.pk)]}, at=NOW, by=editor, article=None, key=key, tab=key, sequence=1
    )
    page = client.get(f"/admin/blog/picture/{picture.pk}/delete/").content.decode()
    assert "“mine.png” is in use, so it stays in the library." in page
    assert f"A new article by {editor}, not saved yet" in page
    client.post(f"/admin/blog/picture/{picture.pk}/delete/", {"post": "yes"})
    assert Picture.objects.filter(pk=picture.pk).exists()


def test_an_upload_comes_into_the_library_with_its_sizes(sign_in, upload):
    editor = sign_in(EDITOR)
    upload(image_bytes(1000, 500), alt="A desk", credit="Mia, CC BY")
    picture = Picture.objects.get()
    assert (picture.name, picture.alt, picture.credit) == ("photo.png", "A desk", "Mia, CC BY")
    assert (picture.uploaded_by, picture.width, picture.renditions.count()) == (editor, 1000, 2)


def test_the_same_content_again_leads_to_the_first(sign_in, upload):
    sign_in(EDITOR)
    content = image_bytes()
    upload(content, name="first.png", alt="Kept")
    response = upload(content, name="second.png", alt="Other")
    picture = Picture.objects.get()
    assert response.redirect_chain == [(f"/admin/blog/picture/{picture.pk}/change/", 302)]
    assert [str(message) for message in response.context["messages"]] == [
        "This picture was in the library already, as “first.png”. Nothing was added."
    ]
    assert picture.alt == "Kept"


def test_an_animation_comes_in_still_and_the_editor_is_told(sign_in, upload):
    sign_in(EDITOR)
    response = upload(many("GIF", 3), name="dance.gif")
    assert Picture.objects.get().file.name.endswith(".png")
    assert MOVING in [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not a picture", "This is not a picture that can be read"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "SVG files can hold scripts",
        ),
        (b"", "The submitted file is empty."),
        (image_bytes(12_001, 1), "The picture is too large: at most 12,000 pixels a side"),
    ],
    ids=["text", "svg", "empty", "too wide"],
)
def test_a_refusal_stands_beside_the_field_in_words(content, words, sign_in, upload):
    sign_in(EDITOR)
    response = upload(content, alt="Typed")
    form = response.context["adminform"].form
    assert form.errors["file"][0].startswith(words)
    assert form["alt"].value() == "Typed"
    assert not Picture.objects.exists()


def test_without_a_file_the_form_says_so(sign_in, client):
    sign_in(EDITOR)
    response = client.post(ADD, {"alt": "x"})
    assert list(response.context["adminform"].form.errors) == ["file"]


def test_a_picture_that_is_shown_cannot_be_deleted_and_the_page_says_where(sign_in, client):
    sign_in(EDITOR)
    hero, shown, portrait = make_picture(), make_picture(), make_picture()
    make_article("With a hero", hero=hero)
    make_article(
        "With a figure", body=f'<figure><img src="{shown.file.url}" alt="" data-file="{shown.pk}"></figure>'
    )
    make_author("Mia", portrait=portrait)
    for picture, words in [(hero, "With a hero"), (shown, "With a figure"), (portrait, "Mia")]:
        address = f"/admin/blog/picture/{picture.pk}/delete/"
        assert words in client.get(address).content.decode()
        client.post(address, {"post": "yes"})
    everything = [hero.pk, shown.pk, portrait.pk]
    client.post(
        "/admin/blog/picture/", {"action": "delete_selected", "_selected_action": everything, "post": "yes"}
    )
    assert Picture.objects.count() == 3


def test_a_picture_that_nothing_shows_can_be_deleted(sign_in, client):
    sign_in(EDITOR)
    picture = make_picture()
    client.post(f"/admin/blog/picture/{picture.pk}/delete/", {"post": "yes"})
    assert not Picture.objects.exists()


def test_a_new_alternative_text_reaches_the_bodies_that_have_none(sign_in, client):
    sign_in(EDITOR)
    picture = make_picture(alt="Old")
    make_article(body=f'<figure><img src="{picture.file.url}" alt="" data-file="{picture.pk}"></figure>')
    address = f"/admin/blog/picture/{picture.pk}/change/"
    client.post(address, {**form_of(client.get(address)), "alt": "New words"})
    assert 'alt="New words"' in Article.objects.get().body_html


@pytest.mark.parametrize("value", ["101", "-1", "x"])
def test_the_focal_point_is_inside(value, sign_in, client):
    sign_in(EDITOR)
    picture = make_picture()
    address = f"/admin/blog/picture/{picture.pk}/change/"
    response = client.post(address, {**form_of(client.get(address)), "focal_x": value})
    assert list(response.context["adminform"].form.errors) == ["focal_x"]


def test_forged_fields_change_nothing(sign_in, client):
    sign_in(EDITOR)
    picture = make_picture()
    address = f"/admin/blog/picture/{picture.pk}/change/"
    before = (picture.file.name, picture.content_hash, picture.width)
    client.post(
        address,
        {**form_of(client.get(address)), "file": "../../etc/passwd", "content_hash": "0", "width": "1"},
    )
    picture.refresh_from_db()
    assert (picture.file.name, picture.content_hash, picture.width) == before


def test_an_author_changes_the_pictures_they_brought_and_no_others(sign_in, client, upload):
    sign_in(AUTHOR)
    upload(alt="Mine")
    other = make_picture(alt="Theirs")
    mine = Picture.objects.exclude(pk=other.pk).get()
    for picture in (mine, other):
        client.post(
            f"/admin/blog/picture/{picture.pk}/change/",
            {"name": "x", "alt": "Changed", "focal_x": 50, "focal_y": 50},
        )
    assert set(Picture.objects.values_list("alt", flat=True)) == {"Changed", "Theirs"}


def test_the_page_of_a_picture_leads_to_what_uses_it(sign_in, client):
    sign_in(EDITOR)
    picture = make_picture()
    article = make_article("With <script>", hero=picture)
    page = client.get(f"/admin/blog/picture/{picture.pk}/change/").content.decode()
    assert f'<a href="/admin/blog/article/{article.pk}/change/">With &lt;script&gt;</a>' in page
    free = make_picture()
    assert "Nothing uses it yet." in client.get(f"/admin/blog/picture/{free.pk}/change/").content.decode()


def test_an_author_learns_no_titles_of_others(sign_in, client):
    author = sign_in(AUTHOR).author
    picture = make_picture()
    make_article("Secret plans", hero=picture, published_at=None)
    make_article("Mine", hero=picture, authors=[author])
    page = client.get(f"/admin/blog/picture/{picture.pk}/change/").content.decode()
    assert ("Secret plans" in page, ">Mine</a>" in page, "1 article by others" in page) == (False, True, True)


def test_a_picture_of_an_earlier_version_stays_and_the_page_says_so_kindly(sign_in, client):
    sign_in(EDITOR)
    picture, article = make_picture(name="old.png"), make_article("Rewritten")
    content = article.newest_content()
    article.save_draft({**content, "hero": picture.pk}, at=NOW, by=None)
    article.save_draft(content, at=NOW, by=None)
    address = f"/admin/blog/picture/{picture.pk}/delete/"
    page = client.get(address).content.decode()
    assert "“old.png” is in use, so it stays in the library." in page
    assert f'<a href="/admin/blog/article/{article.pk}/revisions/">1 earlier version</a>' in page
    client.post(address, {"post": "yes"})
    assert Picture.objects.get() == picture


def test_of_many_none_is_deleted_while_one_is_used_and_it_is_named(sign_in, client):
    sign_in(EDITOR)
    used, free = make_picture(name="used.png"), make_picture()
    make_article("With a hero", hero=used)
    chosen = {"action": "delete_selected", "_selected_action": [used.pk, free.pk], "post": "yes"}
    page = client.post("/admin/blog/picture/", chosen).content.decode()
    assert "Nothing was deleted: 1 of the 2 chosen pictures is in use." in page
    assert ("used.png" in page, "With a hero" in page, Picture.objects.count()) == (True, True, 2)
    client.post("/admin/blog/picture/", {**chosen, "_selected_action": [free.pk]})
    assert Picture.objects.get() == used
