"""Media in a bucket that speaks S3, when `MEDIA_BUCKET` names one. Only then is this, and boto3, imported."""

import io
import logging
import posixpath
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from typing import Any, BinaryIO, cast

from boto3 import Session
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from config.span import OutOfRange, Span
from config.stored_file import Away, Piece, Wanted

logger = logging.getLogger(__name__)

NAME = re.compile(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)*", re.ASCII)  # no other was ever given
LONGEST_NAME = 200
PATIENCE = 0.5  # seconds
BEGINNING = threading.Lock()  # a session is not for two threads; what it makes is
FOR_EVER = "public, max-age=31536000, immutable"
MISSING = {"NoSuchKey", "404", "NotFound"}


class Bucket(S3Storage):
    def __init__(self) -> None:
        # While the bucket is silent, half of the threads wait for it; the others go on with pages and enquiries.
        self._turns = threading.BoundedSemaphore(max(settings.THREADS // 2, 1))
        super().__init__(
            bucket_name=settings.MEDIA_BUCKET,
            access_key=settings.MEDIA_KEY,
            secret_key=settings.MEDIA_SECRET,
            endpoint_url=settings.MEDIA_ENDPOINT or None,
            region_name=settings.MEDIA_REGION,
            object_parameters={"CacheControl": FOR_EVER},
            default_acl=None,
            transfer_config=TransferConfig(use_threads=False),
            client_config=Config(
                # Shorter than the database waits for a transaction that says nothing (config/settings.py).
                connect_timeout=3,
                read_timeout=5,
                retries={"mode": "standard", "total_max_attempts": 2},
                max_pool_connections=settings.THREADS,
                s3={"addressing_style": "path" if settings.MEDIA_ENDPOINT else "auto"},
                # Newer checksums are Amazon's alone; others refuse them.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    @cached_property
    def connection(self) -> Any:
        """One for all threads, which share its client: django-storages makes one for each, at megabytes apiece."""
        with BEGINNING:
            return _session(self.access_key, self.secret_key).resource(
                "s3", region_name=self.region_name, endpoint_url=self.endpoint_url, config=self.client_config
            )

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """One that nobody else can have at the same moment: a bucket would let the later file replace the first."""
        folder, file = posixpath.split(name)
        return posixpath.join(folder, self.get_alternative_name(*posixpath.splitext(file)))

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        return (
            f"{settings.MEDIA_PUBLIC_URL}/{name}" if settings.MEDIA_PUBLIC_URL else settings.MEDIA_URL + name
        )

    def piece(self, name: str, wanted: Wanted) -> Piece:
        if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
            raise FileNotFoundError(name)
        with self._turn(), answering(name):
            if not wanted.with_content:
                found = self._client.head_object(Bucket=self.bucket_name, Key=name)
                return Piece(io.BytesIO(), found["ContentLength"], found["ETag"])
            return self._part(name, wanted.span, wanted.tag) if wanted.span else self._whole(name)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=PATIENCE):
            raise Away("nothing to all who wait")
        try:
            yield
        finally:
            self._turns.release()

    def _whole(self, name: str) -> Piece:
        found = self._client.get_object(Bucket=self.bucket_name, Key=name)
        return Piece(_flow(found), found["ContentLength"], found["ETag"])

    def _part(self, name: str, span: Span, tag: str) -> Piece:
        condition = {"IfMatch": tag} if tag else {}
        try:
            found = self._client.get_object(Bucket=self.bucket_name, Key=name, Range=str(span), **condition)
        except ClientError as error:
            if _status(error) == 412:
                return self._whole(name)
            if _status(error) == 416:
                size = self._client.head_object(Bucket=self.bucket_name, Key=name)["ContentLength"]
                raise OutOfRange(size) from error
            raise
        if "ContentRange" not in found:  # this one knows no ranges
            return Piece(_flow(found), found["ContentLength"], found["ETag"])
        size = int(found["ContentRange"].rpartition("/")[2])
        return Piece(_flow(found), size, found["ETag"], span.within(size))

    def delete(self, name: str) -> None:
        with answering(name):
            super().delete(name)

    def _save(self, name: str, content: File) -> str:
        with answering(name):
            return super()._save(name, content)

    def _open(self, name: str, mode: str = "rb") -> File:
        """All of it, by one request; for an original, of 20 MB at most."""
        with answering(name):
            return File(io.BytesIO(self._whole(name).content.read()), name)

    @property
    def _client(self) -> Any:
        return self.connection.meta.client


@cache
def _session(key: str, secret: str) -> Session:
    """To read what S3 can do takes a fifth of a second."""
    return Session(aws_access_key_id=key, aws_secret_access_key=secret)


@contextmanager
def answering(name: str) -> Iterator[None]:
    """Raises `FileNotFoundError` and `Away` for what boto says."""
    try:
        yield
    except ClientError as error:
        code = error.response["Error"].get("Code", "")
        if code in MISSING:
            raise FileNotFoundError(name) from error
        raise Away(code) from error
    except BotoCoreError as error:
        raise Away(type(error).__name__) from error


def _status(error: ClientError) -> int:
    return error.response["ResponseMetadata"]["HTTPStatusCode"]


def _flow(found: dict[str, Any]) -> BinaryIO:
    return cast(BinaryIO, Flow(found["Body"]))


class Flow:
    """What comes from the bucket while it is being sent on."""

    def __init__(self, body: Any) -> None:
        self.body, self.close = body, body.close

    def read(self, size: int = -1) -> bytes:
        """Ends where the bucket falls silent: by the promised length a browser sees that something is missing."""
        try:
            return self.body.read(None if size < 0 else size)
        except BotoCoreError as error:
            logger.warning("a picture was sent in part: the bucket says %s", type(error).__name__)
            return b""
