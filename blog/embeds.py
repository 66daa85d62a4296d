"""Videos and posts of other sites in a text. A page asks nothing of them before its reader does.

Stored is `<figure class="embed" data-provider="…"><a href="…">Title</a></figure>`, with a still of our own library
before the link if an editor chose one. Everything else follows from the address, here and in
static/admin_theme/editor/embed-address.js, which know the same sites.

YouTube's player without cookies until it plays: https://support.google.com/youtube/answer/171780. Vimeo's `dnt`:
https://developer.vimeo.com/player/sdk/embed. Both read in November 2026.
"""

import re
from collections.abc import Callable
from html import escape
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse

from blog.models.picture import Picture

PROVIDERS = ["youtube", "vimeo", "x", "mastodon", "page"]
PLAYERS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"]
NAMES = {"youtube": "YouTube", "vimeo": "Vimeo"}
YOUTUBE = re.compile(
    r"(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:watch|(?:shorts|live|embed)/(?P<a>[\w-]{11}))|youtu\.be/(?P<b>[\w-]{11}))/?"
)
VIMEO = re.compile(
    r"(?:www\.)?vimeo\.com/(\d{1,12})(?:/([0-9a-f]{6,20}))?/?|player\.vimeo\.com/video/(\d{1,12})/?"
)
X = re.compile(r"(?:www\.|mobile\.)?(?:x|twitter)\.com/\w{1,20}/status/\d{1,20}/?")
MASTODON = re.compile(r"[\w.-]+\.[a-z]{2,}/@[\w.-]+(?:@[\w.-]+)?/\d{1,20}/?")
SIZES = "(min-width: 48rem) 48rem, 100vw"
# Exact: in a text every < is written &lt;.
ANY, VIDEO = '<figure class="embed ', '<a class="embed__link" data-player="'


class Embed(NamedTuple):
    provider: str  # one of PROVIDERS
    player: str  # the address of its frame; empty when there is nothing to play


def recognise(address: str) -> Embed:
    """What stands at an address that `blog.body` lets through."""
    parts = urlsplit(address)
    place = (parts.netloc + parts.path).lower() if "youtu" not in parts.netloc else parts.netloc + parts.path
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if found := YOUTUBE.fullmatch(place):
        return _youtube(found["a"] or found["b"] or query.get("v", ""), query)
    if found := VIMEO.fullmatch(place):
        return _vimeo(found[1] or found[3], found[2] or query.get("h", ""))
    return Embed("x" if X.fullmatch(place) else "mastodon" if MASTODON.fullmatch(place) else "page", "")


def _youtube(video: str, query: dict[str, str]) -> Embed:
    if not re.fullmatch(r"[\w-]{11}", video):
        return Embed("page", "")
    start = _seconds(query.get("t") or query.get("start") or "")
    player = f"{PLAYERS[0]}/embed/{video}?autoplay=1&rel=0" + (f"&start={start}" if start else "")
    return Embed("youtube", player)


def _vimeo(video: str, key: str) -> Embed:
    key = f"&h={key}" if re.fullmatch(r"[0-9a-f]{6,20}", key) else ""
    return Embed("vimeo", f"{PLAYERS[1]}/video/{video}?autoplay=1&dnt=1{key}")


def _seconds(text: str) -> int:
    """Of `90`, `90s` or `1m30s`."""
    found = re.fullmatch(r"(?:(\d{1,3})h)?(?:(\d{1,3})m)?(?:(\d{1,5})s?)?", text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds


def markup(address: str, title: str, still: Picture | None) -> str:
    """A link with a still, drawn where there is none. A script makes a player of a video's (static/js/embed.js)."""
    provider, player = recognise(address)
    host = urlsplit(address).netloc.removeprefix("www.")
    picture = still.markup(alt="", sizes=SIZES) if still else ""
    title = escape(" ".join(title.split()) or host)
    href = f' href="{escape(address)}">'
    if not player:
        return (
            f'{ANY}embed--card"><a class="embed__link"{href}{picture}<span class="embed__words">'
            f'<span class="embed__title">{title}</span> <span class="embed__host">{escape(host)}</span>'
            "</span></a></figure>"
        )
    return (
        f'{ANY}embed--video">{VIDEO}{escape(player)}"{href}{picture}<span class="embed__words">'
        f'<span class="embed__title">{title}</span> <span class="embed__host" lang="en-GB">Plays from {NAMES[provider]}'
        "</span></span></a></figure>"
    )


def has_video(html: str) -> bool:
    """`html` is derived."""
    return VIDEO in html


def allow_players(response: HttpResponse) -> HttpResponse:
    """Lets the page frame the players of a video; any other page keeps the strict policy."""
    answer: Callable[[HttpRequest], HttpResponse] = csp_update({"frame-src": PLAYERS})(lambda _: response)  # type: ignore[assignment]
    return answer(HttpRequest())
