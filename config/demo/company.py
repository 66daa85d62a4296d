"""Webzworld's own words and looks, and its plain pages."""

from django.core.files.base import ContentFile

from brand import privacy_notice
from brand.models import Company, Page
from brand.page_body import clean
from config.demo import pictures
from reviews.models import ReviewLink

WORDS = {
    "name": "Webzworld",
    "tagline": "From the first server to the last pixel",
    "description": "Webzworld plans, builds and looks after websites and web applications, "
    "from hosting to full-stack development.",
    "accent": "#b23a1d",
    "accent_dark": "#f39a7b",
    "email": "hello@webzworld.example",
    "phone": "+44 20 7946 0018",
    "address": "14 Quayside Yard\nBristol BS1 0XX\nUnited Kingdom",
    "legal_line": "© Webzworld. A made-up company that shows what Byline can do.",
    "home_title": "Plain answers about the web, from people who build it",
    "home_text": "We write down what we explain to clients every week: what things cost, what breaks, what is worth "
    "the trouble. Read on, and talk to us when you are ready.",
    "blog_title": "Notes from the workshop",
    "blog_text": "Hosting, development, design and the decisions behind them, explained for the people who pay for them.",
    "talk_text": "Tell us what you are working on. The person who answers does this for a living, "
    "and writes back within one working day.",
    "reviews_text": "If we have worked together, a few honest words help the next client to decide. "
    "Good or bad, we read every one.",
    "band_title": "Let’s Build Your Next Project",
    "band_text": "From a single landing page to the platform your company runs on: one team that plans, builds and hosts it.",
    "band_button": "Start a conversation",
}

REVIEW_LINKS = [
    (
        "Google",
        "Review on Google",
        "https://search.google.com/local/writereview?placeid=webzworld-demo",
        "google",
    ),
    (
        "Trustpilot",
        "Review on Trustpilot",
        "https://www.trustpilot.com/evaluate/webzworld.example",
        "trustpilot",
    ),
    ("Clutch", "Review on Clutch", "https://clutch.co/review/webzworld-demo", "clutch"),
]

RESPONSIBLE = """
<p>Webzworld, 14 Quayside Yard, Bristol BS1 0XX, United Kingdom, is responsible for this site. Questions about personal
data: <a href="mailto:hello@webzworld.example">hello@webzworld.example</a>.</p>
"""

IMPRINT = """
<p>Webzworld is a made-up company. It shows what a finished site looks like, so that you can try everything before you
put in your own words.</p>
<h2>Contact</h2>
<p>14 Quayside Yard, Bristol BS1 0XX, United Kingdom<br>
<a href="mailto:hello@webzworld.example">hello@webzworld.example</a></p>
<h2>Pictures</h2>
<p>Every picture in the demo content was drawn by a program that comes with Byline.</p>
"""

PRIVACY = RESPONSIBLE + privacy_notice.WHAT_WE_KEEP
PAGES = [(privacy_notice.TITLE, privacy_notice.SLUG, PRIVACY), ("Imprint", "imprint", IMPRINT)]


def seed() -> None:
    company = Company(**WORDS)
    company.logo.save("webzworld.png", ContentFile(pictures.draw("logo")), save=False)
    company.save()
    for position, (title, slug, body) in enumerate(PAGES):
        words = {"title": title, "body": body, "position": position}
        Page.objects.update_or_create(slug=slug, defaults=words)
    for position, (platform, label, address, icon) in enumerate(REVIEW_LINKS):
        ReviewLink.objects.update_or_create(
            platform=platform,
            defaults={
                "label": label,
                "address": address,
                "icon": icon,
                "position": position,
                "is_shown": True,
            },
        )


def remove() -> None:
    """The company's row stays, with no words of its own: so the next start does not take the database for a new one."""
    company = Company.objects.filter(pk=1, name=WORDS["name"]).first()
    if company:
        company.logo.delete(save=False)
        company.delete()
        Company().save()
    for page in Page.objects.filter(slug=privacy_notice.SLUG, body=clean(PRIVACY)):
        page.body = privacy_notice.BODY  # what the site had before the demo
        page.save()
    Page.objects.filter(slug="imprint", body=clean(IMPRINT)).delete()
    for _, _, address, _ in REVIEW_LINKS:
        ReviewLink.objects.filter(address=address).update(is_shown=False)
