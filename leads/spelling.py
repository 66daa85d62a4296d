"""Mail domains that are often mistyped. A guess is shown, it never blocks: the odd one may be right.

The page asks at once (static/leads/spelling.js, with these lists), and without scripts after sending.
"""

COMMON = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "hotmail.co.uk",
    "yahoo.com",
    "yahoo.co.uk",
    "icloud.com",
    "live.com",
    "proton.me",
    "protonmail.com",
    "btinternet.com",
]

REAL = ["mail.com", "ymail.com", "email.com"]  # neighbours of the above that people do have


def meant(address: str) -> str:
    """The address with the common domain that is one slip away from its own, or empty."""
    local, at, domain = address.rpartition("@")
    domain = domain.lower()
    if not at or not local or domain in [*COMMON, *REAL] or len(domain) > 30:
        return ""
    alike = (common for common in COMMON if abs(len(common) - len(domain)) <= 1)
    near = next((common for common in alike if is_one_slip(domain, common)), "")
    return f"{local}@{near}" if near else ""


def is_one_slip(typed: str, meant: str) -> bool:
    """One sign too many, too few or wrong, or two neighbours swapped."""
    start = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), None)
    if start is None:
        return abs(len(typed) - len(meant)) == 1
    rest, wanted = typed[start:], meant[start:]
    swapped = rest[:2] == wanted[1::-1] and len(wanted) > 1
    return (
        rest[1:] == wanted[1:]
        or rest[1:] == wanted
        or rest == wanted[1:]
        or (swapped and rest[2:] == wanted[2:])
    )
