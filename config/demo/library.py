"""The demo's pictures on their way into the library, and out again."""

from collections.abc import Callable
from datetime import datetime

from django.core.files.base import ContentFile

from blog.models import Picture
from blog.picture_uses import unused
from config.demo.drawing import Ahead

CREDIT = "Drawn for Webzworld"
Draw = Callable[[str], bytes]


def add(key: str, *, at: datetime, drawn: Draw, alt: str, caption: str = "") -> Picture:
    content = drawn(key)
    extension = "jpg" if content.startswith(b"\xff\xd8") else "png"
    file = ContentFile(content, name=f"{key}.{extension}")
    decoded = drawn.decoded(key) if isinstance(drawn, Ahead) else None
    words = {"alt": alt, "caption": caption, "credit": CREDIT}
    return Picture.receive(file, at=at, by=None, decoded=decoded, **words)


def remove() -> None:
    """Those that nothing of your own shows."""
    unused(Picture.objects.filter(credit=CREDIT)).delete()
