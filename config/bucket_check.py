"""What `bin/manage check` says of the bucket: whether its packages are there; with `--deploy`, whether it answers."""

from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.files.storage import default_storage

from config.stored_file import Away

PROBE = "nothing-is-here"
# What a bucket says (Amazon's “Error responses”, November 2026; others say the same), and whose fault it is.
FAULTS = {
    "NoSuchBucket": "MEDIA_BUCKET names a bucket that is not there.",
    "InvalidAccessKeyId": "MEDIA_KEY is unknown to the bucket.",
    "SignatureDoesNotMatch": "MEDIA_SECRET does not belong to MEDIA_KEY.",
    "AccessDenied": "MEDIA_KEY may not read and list the bucket (s3:GetObject, s3:ListBucket).",
    "AuthorizationHeaderMalformed": "MEDIA_REGION is not where the bucket is.",
}


def installed(**_: Any) -> list[CheckMessage]:
    if not settings.MEDIA_BUCKET or (find_spec("storages") and find_spec("boto3")):
        return []
    said = "MEDIA_BUCKET is set, but what speaks to a bucket is not installed."
    return [Error(said, hint="pip install -r requirements-s3.txt", id="media.E001")]


def answers(**_: Any) -> list[CheckMessage]:
    if not settings.MEDIA_BUCKET or installed():
        return []
    try:
        default_storage.open(PROBE).close()
    except FileNotFoundError:
        pass
    except Away as away:
        code = str(away)
        said = FAULTS.get(code, f"MEDIA_ENDPOINT does not answer as a bucket does: {code}.")
        return [Error(said, id="media.E002")]
    return []


def watch() -> None:
    register(installed, "media")
    register(answers, "media", deploy=True)
