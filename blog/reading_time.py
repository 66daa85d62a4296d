"""How long a text takes to read.

238 words a minute: M. Brysbaert, "How many words do we read per minute?", Journal of Memory and Language 109 (2019).
Chinese, Japanese and Korean are counted by the sign: S. Trauzettel-Klosinski and K. Dietz, "Standardized assessment
of reading performance: the new International Reading Speed Texts IReST", IOVS 53 (2012), gives 255 a minute for
Chinese, and more for Japanese kana; one figure for the three is near enough for "7 min read".
A picture holds the eye for 12 s, each further one a second less, never under 3 s.
"""

import re

WORDS_PER_MINUTE = 238
SIGNS_PER_MINUTE = 300
FIRST_PICTURE_SECONDS, LEAST_PICTURE_SECONDS = 12, 3
CJK = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\uff66-\uff9f\U00020000-\U0003ffff]"
)
WORD = re.compile(r"\w+(?:[’'.-]\w+)*")


def reading_seconds(prose: str, pictures: int = 0) -> int:
    """Seconds for `prose` (without code) and a number of pictures."""
    signs = len(CJK.findall(prose))
    words = len(WORD.findall(CJK.sub(" ", prose)))
    looking = sum(max(FIRST_PICTURE_SECONDS - n, LEAST_PICTURE_SECONDS) for n in range(pictures))
    return round(words * 60 / WORDS_PER_MINUTE + signs * 60 / SIGNS_PER_MINUTE + looking)


def minutes(seconds: int) -> int:
    """Whole minutes for a label, at least one."""
    return max(1, round(seconds / 60))
