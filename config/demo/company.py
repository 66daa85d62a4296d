"""Webzworld's own words and looks, and its plain pages."""

from django.core.files.base import ContentFile

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

PRIVACY = """
<p>This notice says what we keep about you when you read this site or write to us, why, and for how long.</p>
<h2>When you only read</h2>
<p>Nothing is stored on your device: no cookie, no local storage, no counting pixel. Nothing on our pages comes from
another company’s server, so no other company learns that you were here. Our web server keeps a technical log for seven
days so that we can find faults.</p>
<h2>When you write to us</h2>
<p>We keep what you typed, the article you wrote from and the address of the page that led you there, so that the right
person can answer. We use it to answer you and for nothing else. If nothing comes of it, we delete it after twelve months.</p>
<h2>When you tick the box</h2>
<p>Then we also write to you now and then about web projects. We keep the exact words you agreed to and when. Every
such e-mail ends with a link that stops it at once.</p>
<h2>Your rights</h2>
<p>You may ask what we hold about you, have it corrected, have it erased, or take a copy with you. Write to
<a href="mailto:hello@webzworld.example">hello@webzworld.example</a>; a person answers. You may also complain to your
data protection authority.</p>
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

PAGES = [("Privacy notice", "privacy", PRIVACY), ("Imprint", "imprint", IMPRINT)]


def seed() -> None:
    company = Company(**WORDS)
    company.logo.save("webzworld.png", ContentFile(pictures.draw("logo")), save=False)
    company.save()
    for position, (title, slug, body) in enumerate(PAGES):
        Page.objects.create(title=title, slug=slug, body=body, position=position)
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
    for _, slug, body in PAGES:
        Page.objects.filter(slug=slug, body=clean(body)).delete()
    for _, _, address, _ in REVIEW_LINKS:
        ReviewLink.objects.filter(address=address).update(is_shown=False)
