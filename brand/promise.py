"""The promise by the form, in words: said only while it is kept."""

from dataclasses import dataclass

LEAST_ASKED = 20  # of fewer, a share tells nothing
NUMBERS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


@dataclass(frozen=True)
class Promise:
    within: str  # such as “one working hour”
    share: int  # in how many of a hundred cases it was kept, rounded down


def in_words(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    number, unit = (minutes, "minute") if rest else (hours, "hour")
    written = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{written} working {unit}{'' if number == 1 else 's'}"


def promise(minutes: int, *, least_share: int, measured: dict[str, int] | None) -> Promise | None:
    """None while too few were counted, it is kept too seldom, or another promise was measured."""
    if not measured or measured["within_minutes"] != minutes or measured["asked"] < LEAST_ASKED:
        return None
    share = 100 * measured["kept"] // measured["asked"]
    return Promise(in_words(minutes), share) if share >= least_share else None
