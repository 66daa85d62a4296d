from django.utils.html import format_html

from blog.models import Picture


def thumbnail(picture: Picture | None) -> str:
    """A small picture beside words that name it, so its own alternative text is empty. No query when prefetched."""
    if picture is None:
        return format_html('<span class="thumbnail is-empty">{}</span>', "")
    return format_html(
        '<img class="thumbnail" src="{}" alt="" width="72" height="48" loading="lazy">',
        picture.rendition_url(480),
    )
