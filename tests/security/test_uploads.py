"""Uploads that mean harm: refused in words, or a plain picture of which nothing but pixels is left."""

import io
import re
import resource

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from blog import decoding
from blog.models import Picture
from tests.factories import NOW, image_bytes
from tests.security.hostile_files import NAMES, REFUSED, SECRET, WRITTEN_ANEW


@pytest.fixture(autouse=True)
def _nothing_costs_much():
    """On the processor, so that a busy machine judges the same."""

    def spent():
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(each.ru_utime + each.ru_stime for each in used)

    began = spent()
    yield
    assert spent() - began < 5  # seconds


@pytest.mark.parametrize(("maker", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_picture_of_ours_is_refused_in_words(maker, words):
    with pytest.raises(decoding.Refused) as refusal:
        decoding.decode(maker())
    said = str(refusal.value)
    assert words in said
    assert re.fullmatch(r"[A-Z][^<>]+\.", said)


@pytest.mark.parametrize(("maker", "was_moving"), WRITTEN_ANEW.values(), ids=WRITTEN_ANEW)
def test_of_what_comes_in_only_the_pixels_are_kept(maker, was_moving):
    decoded = decoding.decode(maker(), with_renditions=True)
    assert decoded.was_moving == was_moving
    for content in [decoded.content, *(content for _, _, content in decoded.renditions)]:
        with Image.open(io.BytesIO(content)) as image:
            assert image.format in {"JPEG", "PNG", "WEBP"}
            assert dict(image.getexif()) == {}
            assert {"comment", "exif", "icc_profile", "xmp"} & set(image.info) == set()
            assert not getattr(image, "is_animated", False)
        for trace in (SECRET, b"<script", b"<?php", b"PK\3\4", b"8BIM", b"sRGB built-in"):
            assert trace not in content


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_file_is_named_by_its_content_whatever_it_was_called(name, monkeypatch):
    file = ContentFile(image_bytes(8, 8))
    file.name = name  # as it came: a form cleans it first, an import does not
    picture = Picture.receive(file, at=NOW, by=None)
    picture.refresh_from_db()
    assert re.fullmatch(r"pictures/[0-9a-f]{32}\.png", picture.file.name)
    assert 0 < len(picture.name) <= 200
    assert not re.search(r"[/\\\x00-\x1f\u202a-\u202e]", picture.name)
