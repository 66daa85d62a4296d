"""Words and domains that advertisers use and clients seldom do; each a weak sign (leads/suspicion.py)."""

import re

OFFERS = [
    "guest post", "guest posting", "sponsored post", "link building", "link insertion", "backlink", "backlinks",
    "do-follow", "dofollow", "domain authority", "rank higher on google", "first page of google", "seo services",
    "seo audit for your website", "increase your traffic", "website traffic", "mobile app development company",
    "outsource your", "lead generation services", "email list", "bulk email", "casino", "betting", "crypto investment",
    "forex", "payday loan", "business loan", "loan offer", "cheap followers", "buy followers", "viagra", "cialis",
    "web design services at", "we can redesign your website",
]  # fmt: skip
OFFER = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, OFFERS))})(?!\w)", re.IGNORECASE)

DISPOSABLE = {
    "10minutemail.com", "20minutemail.com", "dispostable.com", "emailondeck.com", "fakeinbox.com", "getairmail.com",
    "getnada.com", "grr.la", "guerrillamail.com", "guerrillamail.net", "guerrillamail.org", "inboxkitten.com",
    "mail-temp.com", "mailcatch.com", "maildrop.cc", "mailinator.com", "mailnesia.com", "mailsac.com", "mintemail.com",
    "mohmal.com", "mytemp.email", "nada.email", "sharklasers.com", "spam4.me", "spamgourmet.com", "temp-mail.org",
    "tempail.com", "tempmail.dev", "tempmailo.com", "throwawaymail.com", "trashmail.com", "trashmail.de", "yopmail.com",
    "yopmail.fr",
}  # fmt: skip


def offers(message: str) -> list[str]:
    """Phrases of advertisers in it, each once, in small letters."""
    return sorted({found.lower() for found in OFFER.findall(message)})


def is_disposable(email: str) -> bool:
    """An address that lives for minutes; also below such a domain."""
    domain = email.rpartition("@")[2].lower()
    parts = domain.split(".")
    return any(".".join(parts[place:]) in DISPOSABLE for place in range(len(parts)))
