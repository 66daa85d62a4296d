import shutil

import pytest

from blog.importers.entry import Kind
from blog.importers.pictures import Assets
from blog.models import Picture
from tests.blog.importers.factories import ASSETS, FILES
from tests.factories import NOW
from tests.security.hostile_files import many

pytestmark = pytest.mark.django_db


def assets(*folders):
    return Assets(folders or [ASSETS], at=NOW, by=None)


def test_a_png_that_is_called_jpg_is_a_picture_like_any_other():
    picture = assets().receive("/assets/blog/tea/photo.jpg", alt="A photo", caption="Ours")
    assert (picture.file.name.endswith(".png"), picture.alt, picture.caption) == (True, "A photo", "Ours")


def test_the_same_content_is_in_the_library_once(tmp_path):
    shutil.copy(ASSETS / "blog/tea/kettle.png", tmp_path / "twin.png")
    both = assets(ASSETS, tmp_path)
    assert both.receive("/assets/blog/tea/kettle.png") == both.receive("/twin.png")
    assert Picture.objects.count() == 1


def test_words_are_added_to_a_picture_that_has_none_and_never_changed():
    assets().receive("/assets/blog/tea/kettle.png")
    assets().receive("/assets/blog/tea/kettle.png", alt="A kettle")
    assets().receive("/assets/blog/tea/kettle.png", alt="A pot")
    assert Picture.objects.get().alt == "A kettle"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/blog/tea/lost.png",
        "/assets/../../secret.png",
        "/../secret.png",
        "/assets",
        "/",
        "",
        "/assets/blog",
    ],
)
def test_what_is_not_in_the_folder_is_missing(path):
    assert (FILES / "secret.png").exists()
    found = assets()
    assert (found.trouble(path).kind, found.receive(path)) == (Kind.MISSING_PICTURE, None)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "way-out.png").symlink_to(FILES / "secret.png")
    assert assets(tmp_path).trouble("/way-out.png").kind == Kind.MISSING_PICTURE


@pytest.mark.parametrize(("name", "reason"), [("drawing.svg", "SVG"), ("price-list.pdf", "not a picture")])
def test_what_the_library_refuses_is_told_and_nothing_is_kept(name, reason):
    found = assets()
    trouble = found.trouble(f"/assets/blog/tea/{name}")
    assert (trouble.kind, reason in trouble.about) == (Kind.REFUSED_PICTURE, True)
    assert (found.receive(f"/assets/blog/tea/{name}"), Picture.objects.count()) == (None, 0)


def test_an_animation_is_known_as_one_by_the_run_that_brings_it_in(tmp_path):
    (tmp_path / "dance.gif").write_bytes(many("GIF", 3))
    found = assets(tmp_path)
    assert (found.trouble("/dance.gif"), found.is_moving("/dance.gif")) == (None, True)
    found.receive("/dance.gif")
    assert assets(tmp_path).is_moving("/dance.gif") is False


def test_asking_writes_nothing():
    assert assets().trouble("/assets/blog/tea/kettle.png") is None
    assert Picture.objects.count() == 0
