import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from blog.models import Picture
from tests.factories import developed_here, image_bytes, make_picture

pytestmark = pytest.mark.django_db
FOR_EVER = "public, max-age=31536000, immutable"


def shown(response, *names):
    return {name: response.get(name) for name in names}


def body(response):
    return b"".join(response.streaming_content)


@pytest.fixture
def digits(kept):
    """The address of ten bytes."""
    return "/media/" + default_storage.save("pictures/ten.png", ContentFile(b"0123456789"))


def test_a_picture_is_sent_to_be_kept_for_ever_and_never_to_be_run(kept, client):
    picture = make_picture()
    address = picture.file.url
    response = client.get(address)
    assert address.startswith("/media/pictures/")
    with picture.file.open() as file:
        assert (response.status_code, body(response)) == (200, file.read())
    assert shown(
        response, "Content-Type", "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options"
    ) == {
        "Content-Type": "image/png",
        "Cache-Control": FOR_EVER,
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    name = address.rpartition("/")[2]
    assert response["Content-Disposition"] == f'inline; filename="{name}"'
    assert (response["Content-Length"], response["Accept-Ranges"]) == (str(picture.file.size), "bytes")


def test_what_is_no_raster_is_a_download(kept, client):
    name = default_storage.save("pictures/page.html", ContentFile(b"<script>1</script>"))
    response = client.get(f"/media/{name}")
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert (response["Content-Type"], body(response)) == ("text/html", b"<script>1</script>")


def test_head_says_the_same_and_sends_nothing(digits, client):
    names = ["Content-Type", "Content-Length", "Cache-Control", "ETag", "Accept-Ranges"]
    head, get = client.head(digits), client.get(digits)
    assert (head.status_code, body(head), shown(head, *names)) == (200, b"", shown(get, *names))
    assert client.head("/media/pictures/none.png").status_code == 404


def test_a_part_is_sent_when_one_is_asked_for(digits, client):
    for span, sent, said in [
        ("bytes=2-4", b"234", "bytes 2-4/10"),
        ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-99", b"0123456789", "bytes 0-9/10"),
        ("bytes=0-999", b"0123456789", "bytes 0-9/10"),
    ]:
        response = client.get(digits, headers={"Range": span})
        assert (span, response.status_code, body(response)) == (span, 206, sent)
        assert shown(response, "Content-Range", "Content-Length", "Content-Type", "Cache-Control") == {
            "Content-Range": said,
            "Content-Length": str(len(sent)),
            "Content-Type": "image/png",
            "Cache-Control": FOR_EVER,
        }


def test_what_is_no_single_range_is_answered_with_all_of_it(digits, client):
    for span in ["bytes=4-2", "bytes=0-1,4-5", "bytes=-", "lines=1-2", "bytes=x", "bytes=١-٢"]:
        response = client.get(digits, headers={"Range": span})
        assert (span, response.status_code, body(response)) == (span, 200, b"0123456789")
        assert "Content-Range" not in response


def test_beyond_the_end_there_is_nothing(digits, client):
    for span in ["bytes=10-", "bytes=99-100", "bytes=-0"]:
        response = client.get(digits, headers={"Range": span})
        assert (span, response.status_code, response["Content-Range"]) == (span, 416, "bytes */10")
        assert response.content == b""


def test_a_part_fits_only_what_was_begun_with(digits, client):
    tag = client.get(digits)["ETag"]
    for given, expected in {
        tag: 206,
        '"another"': 200,
        "Wed, 21 Oct 2015 07:28:00 GMT": 200,
        "é": 200,
    }.items():
        response = client.get(digits, headers={"Range": "bytes=2-4", "If-Range": given})
        assert (given, response.status_code, len(body(response))) == (
            given,
            expected,
            {206: 3, 200: 10}[expected],
        )
    again = client.get(digits, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", FOR_EVER)


def test_what_is_not_there_is_not_found(kept, client):
    for name in ["none.png", "pictures/none.png", "pictures/", "../secret-key", "a" * 300, "é.png"]:
        assert (name, client.get(f"/media/{name}").status_code) == (name, 404)


def test_a_replaced_file_leads_on_and_a_deleted_one_is_gone(kept, client, django_capture_on_commit_callbacks):
    picture = make_picture(image_bytes(1000, 500))
    original, small = picture.file.url, picture.rendition_url(480)
    with django_capture_on_commit_callbacks(execute=True), developed_here():
        picture.replace(ContentFile(image_bytes(900, 300), name="new.png"))
    leads = [client.get(address) for address in (original, small)]
    assert [(answer.status_code, answer["Location"], answer["Cache-Control"]) for answer in leads] == [
        (302, picture.file.url, "no-cache"),
        (302, picture.rendition_url(480), "no-cache"),
    ]
    addresses = [file.url for file in Picture.objects.get().files()]
    assert [client.get(address).status_code for address in addresses] == [200] * 3
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert [client.get(address).status_code for address in [original, *addresses]] == [404] * 4
