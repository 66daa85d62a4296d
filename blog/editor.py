"""The body of an article as a form field: the editor offers what `blog.body` keeps, and nothing else."""

from typing import Any

from blog import body
from config.rich_text import RichTextField


class BodyField(RichTextField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(extensions=body.EXTENSIONS, clean=body.clean, **kwargs)
