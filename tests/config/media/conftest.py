import pytest
from django.conf import settings as site_settings

from tests.bucket import free_port, s3_server
from tests.signed_in import sign_in

__all__ = ["sign_in"]
MEDIA = {"MEDIA_KEY": "key", "MEDIA_SECRET": "secret", "MEDIA_REGION": "us-east-1", "MEDIA_PUBLIC_URL": ""}


@pytest.fixture(scope="session")
def server():
    with s3_server() as server:
        yield server


@pytest.fixture
def bucket(server, settings):
    """Media are kept in an empty bucket, by this name."""
    name = server.make_bucket()
    use(settings, MEDIA_BUCKET=name, MEDIA_ENDPOINT=server.address)
    return name


@pytest.fixture(params=["disk", "bucket"])
def kept(request):
    """Once in the folder, once in a bucket: what visitors get is the same."""
    if request.param == "bucket":
        request.getfixturevalue("bucket")
    return request.param


def use(settings, **media):
    for name, value in {**MEDIA, **media}.items():
        setattr(settings, name, value)
    bucket = {"BACKEND": "config.bucket.Bucket"}
    settings.STORAGES = {**site_settings.STORAGES, "default": bucket}  # also forgets the one in use


def take_away(settings):
    """From here on, nobody answers where the bucket was."""
    use(settings, MEDIA_BUCKET=settings.MEDIA_BUCKET, MEDIA_ENDPOINT=f"http://127.0.0.1:{free_port()}")
