"""The demo's pictures on their way into the library, and out again."""

from collections.abc import Callable
from datetime import datetime

from django.core.files.base import ContentFile

from blog.models import Picture
from blog.picture_uses import unused

CREDIT = "Drawn for Webzworld"
Draw = Callable[[str], bytes]


def add(key: str, *, at: datetime, drawn: Draw, alt: str, caption: str = "") -> Picture:
    content = drawn(key)
    extension = "jpg" if content.startswith(b"\xff\xd8") else "png"
    file = ContentFile(content, name=f"{key}.{extension}")
    return Picture.receive(file, at=at, by=None, alt=alt, caption=caption, credit=CREDIT)


def remove() -> None:
    """Those that nothing of your own shows."""
    unused(Picture.objects.filter(credit=CREDIT)).delete()
