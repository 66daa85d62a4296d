"""The body of an article as a form field: the editor offers what `blog.body` keeps, and nothing else."""

from typing import Any

from django.conf import settings
from django.urls import reverse_lazy

from blog import body, reading_time
from config.rich_text import RichTextField

# Our parts of the editor that the sanitiser's side does not know, with the addresses that they ask.
OWN = {
    "Callout": True,
    "Count": {
        "words": reading_time.WORDS_PER_MINUTE,
        "signs": reading_time.SIGNS_PER_MINUTE,
        "first": reading_time.FIRST_PICTURE_SECONDS,
        "least": reading_time.LEAST_PICTURE_SECONDS,
    },
    "Credit": True,
    "Embed": True,
    "OwnLinks": {"lookup": reverse_lazy("admin:article_links"), "site": settings.SITE_URL},
    "PictureNotice": True,
    "Pictures": {
        "upload": reverse_lazy("admin:blog_picture_upload"),
        "library": reverse_lazy("admin:blog_picture_library"),
    },
    "Talk": True,
}


class BodyField(RichTextField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(extensions={**body.EXTENSIONS, **OWN}, clean=body.clean, **kwargs)
