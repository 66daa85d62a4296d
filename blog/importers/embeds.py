"""From the address of an embedded player to the page that a person can open."""

import re

PAGES = [
    (
        r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,})\b.*",
        r"https://www.youtube.com/watch?v=\1",
    ),
    (r"https?://player\.vimeo\.com/video/(\d+)\b.*", r"https://vimeo.com/\1"),
    (r"https?://speakerdeck\.com/player/(\w+)\b.*", r"https://speakerdeck.com/player/\1"),
]


def page_of(address: str) -> str:
    """The player's own address when nothing better is known."""
    for pattern, page in PAGES:
        if re.fullmatch(pattern, address):
            return re.sub(pattern, page, address)
    return address
