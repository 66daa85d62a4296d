import logging
import socket
import threading
import time

import pytest
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from blog.body import clean
from blog.models import Article, Picture
from blog.tasks import forget_files, make_avif
from brand.models import Company
from config.stored_file import AWAY
from staff.roles import EDITOR, OWNER
from tests.blog.importers.factories import make_entry, write
from tests.bucket import free_port
from tests.config.media.conftest import take_away, use
from tests.factories import developed_here, image_bytes, make_article, make_picture
from tests.signed_in import form_of

pytestmark = pytest.mark.django_db
CDN = "https://media.example.com/pictures-of-ours"


def upload(client, content):
    file = SimpleUploadedFile("photo.png", content, "image/png")
    with developed_here():
        return client.post("/admin/blog/picture/upload/", {"file": file})


def test_what_is_uploaded_and_made_from_it_becomes_objects_for_ever(
    server, bucket, settings, sign_in, client
):
    sign_in(EDITOR)
    told = upload(client, image_bytes(1000, 500)).json()["picture"]
    picture = Picture.objects.get()
    make_avif(picture_id=picture.pk)
    names = {file.name: file.name.rpartition(".")[2] for file in picture.files()}
    assert (server.names(bucket), len(names)) == (set(names), 5)
    for name, kind in names.items():
        headers = server.headers(bucket, name)
        assert (headers["content-type"], headers["cache-control"]) == (
            f"image/{kind}",
            "public, max-age=31536000, immutable",
        )
    assert not settings.MEDIA_ROOT.exists()
    assert client.get(told["src"]).status_code == 200
    article = make_article(
        hero=picture, body=f'<figure><img src="{told["src"]}" data-file="{picture.pk}"></figure>'
    )
    page = client.get(article.get_absolute_url()).content.decode()
    assert page.count(f'src="/media/{picture.file.name}"') == 2
    assert page.count(f"{picture.rendition_url(480, 'avif')} 480w") == 2


def test_nothing_is_ever_written_over(server, bucket):
    first, second = (default_storage.save("pictures/x.png", ContentFile(text)) for text in (b"1", b"2"))
    assert server.names(bucket) == {first, second}
    assert [default_storage.open(name).read() for name in (first, second)] == [b"1", b"2"]


@pytest.mark.django_db(transaction=True)
def test_the_same_content_at_the_same_moment_comes_in_once_and_leaves_no_object(server, bucket):
    content, found = image_bytes(900, 600), []

    def receive():
        found.append(make_picture(content).pk)
        connection.close()

    threads = [threading.Thread(target=receive) for _ in range(3)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (Picture.objects.count(), len(set(found)), len(found)) == (1, 1, 3)
    assert server.names(bucket) == {file.name for file in Picture.objects.get().files()}


def test_a_public_address_is_what_visitors_are_told(server, bucket, settings, client):
    use(settings, MEDIA_BUCKET=bucket, MEDIA_ENDPOINT=server.address, MEDIA_PUBLIC_URL=CDN)
    picture = make_picture(image_bytes(1000, 500))
    address = f"{CDN}/{picture.file.name}"
    assert picture.own_address == f"/media/{picture.file.name}"
    figure = f'<figure><img src="{picture.own_address}" alt="A" data-file="{picture.pk}"></figure>'
    article = make_article(hero=picture, body=figure)
    page = client.get(article.get_absolute_url()).content.decode()
    assert page.count(f'src="{address}"') == 2
    assert page.count(f'srcset="{CDN}/pictures/') == 2
    assert f'<meta property="og:image" content="{picture.rendition_url(1200)}">' in page
    assert f'src="{address}"' in client.get("/blog/feed/").content.decode().replace("&quot;", '"').replace(
        "&lt;", "<"
    )
    assert clean(article.body) == article.body == figure  # a text outlives where its pictures are
    assert client.get(picture.own_address).status_code == 200


def test_while_the_bucket_is_away_a_picture_is_answered_in_one_sentence(bucket, settings, client, caplog):
    address = make_picture().file.url
    take_away(settings)
    response = client.get(address)
    assert (response.status_code, response.content) == (503, b"This picture cannot be fetched at the moment.")
    assert (response["Retry-After"], response["Cache-Control"]) == ("60", "no-store")
    said = [record for record in caplog.records if record.name == "config.media"]
    assert [record.getMessage() for record in said] == [
        "a picture cannot be fetched: the bucket says EndpointConnectionError"
    ]
    assert [record.exc_info for record in caplog.records if record.levelno > logging.INFO] == [None] * 2


def test_a_silent_bucket_holds_half_of_the_threads_at_most(bucket, settings, client):
    settings.THREADS = 2
    with socket.create_server(("127.0.0.1", 0)) as silent:
        use(settings, MEDIA_BUCKET=bucket, MEDIA_ENDPOINT=f"http://127.0.0.1:{silent.getsockname()[1]}")
        first = threading.Thread(target=lambda: Client().get("/media/pictures/a.png"))
        first.start()
        asked, _ = silent.accept()
        began = time.monotonic()
        response = client.get("/media/pictures/b.png")
        assert (response.status_code, time.monotonic() - began < 3, first.is_alive()) == (503, True, True)
    asked.close()
    first.join()


def test_a_bucket_that_hangs_up_leaves_a_line_in_the_log(bucket, settings, client, caplog):
    def answer(listening):
        with listening.accept()[0] as asked:
            asked.recv(65536)
            asked.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: "a"\r\n\r\n012')

    with socket.create_server(("127.0.0.1", 0)) as listening:
        use(settings, MEDIA_BUCKET=bucket, MEDIA_ENDPOINT=f"http://127.0.0.1:{listening.getsockname()[1]}")
        threading.Thread(target=answer, args=(listening,)).start()
        response = client.get("/media/pictures/a.png")
        sent = b"".join(response.streaming_content)
    assert (response["Content-Length"], b"012".startswith(sent)) == ("10", True)
    said = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [(record.name, record.exc_info) for record in said] == [("config.bucket", None)]


def test_while_the_bucket_is_away_a_file_is_refused_and_what_was_typed_stays(
    bucket, settings, sign_in, client
):
    sign_in(EDITOR)
    picture = make_picture()
    before = Picture.objects.values().get()
    take_away(settings)
    response = upload(client, image_bytes())
    assert (response.status_code, response.json()) == (422, {"error": AWAY})
    for path, typed in [("add/", {"alt": "Typed <b>"}), (f"{picture.pk}/replace/", {})]:
        file = SimpleUploadedFile("photo.png", image_bytes(), "image/png")
        with developed_here():
            page = client.post(f"/admin/blog/picture/{path}", {"file": file, **typed}).content.decode()
        assert (path, AWAY in page, "Typed &lt;b&gt;" in page) == (path, True, bool(typed))
    assert Picture.objects.values().get() == before


def test_while_the_bucket_is_away_the_company_keeps_what_was_typed(bucket, settings, sign_in, client):
    sign_in(OWNER)
    Company(name="Before").save()
    take_away(settings)
    address = "/admin/brand/company/1/change/"
    logo = SimpleUploadedFile("logo.png", image_bytes(128, 128), "image/png")
    sent = {**form_of(client.get(address)), "name": "Typed", "logo": logo}
    with developed_here():
        page = client.post(address, sent).content.decode()
    assert AWAY in page
    assert 'value="Typed"' in page
    assert Company.objects.get().name == "Before"


def test_an_article_is_not_imported_without_its_picture(bucket, settings):
    take_away(settings)
    figure = '<figure><img src="/assets/blog/tea/kettle.png" alt="A"></figure>'
    with developed_here():
        assert write(make_entry(body=figure)).counts["failed"] == 1
    assert Article.objects.count() == 0


def test_what_cannot_be_deleted_now_is_deleted_later(
    server, bucket, settings, django_capture_on_commit_callbacks
):
    picture = make_picture()
    names = server.names(bucket)
    take_away(settings)
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    job = ProcrastinateJob.objects.get(task_name="blog.forget_files")
    assert set(job.args["names"]) == names == server.names(bucket)
    use(settings, MEDIA_BUCKET=bucket, MEDIA_ENDPOINT=server.address)
    forget_files(**job.args)
    forget_files(**job.args)
    assert server.names(bucket) == set()


def said(**options):
    return [message.msg for message in run_checks(tags=["media"], **options)]


def test_the_check_names_the_variable_that_is_wrong(server, bucket, settings):
    assert said(include_deployment_checks=True) == []
    use(settings, MEDIA_BUCKET="nobody-has-it", MEDIA_ENDPOINT=server.address)
    assert said() == []
    assert said(include_deployment_checks=True) == ["MEDIA_BUCKET names a bucket that is not there."]
    use(settings, MEDIA_BUCKET=bucket, MEDIA_ENDPOINT=f"http://127.0.0.1:{free_port()}")
    assert said(include_deployment_checks=True) == [
        "MEDIA_ENDPOINT does not answer as a bucket does: EndpointConnectionError."
    ]


def test_the_check_names_what_is_not_installed(bucket, monkeypatch):
    monkeypatch.setattr("config.bucket_check.find_spec", lambda name: None)
    assert said(include_deployment_checks=True) == [
        "MEDIA_BUCKET is set, but what speaks to a bucket is not installed."
    ]
