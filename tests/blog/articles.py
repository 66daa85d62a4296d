from datetime import timedelta

from django.utils import timezone

from blog.models import Category
from tests.factories import make_article, make_author, make_category, make_picture

SECTIONS = "<h2>One</h2><p>a</p><h2>Two</h2><p>b</p><h2>Three</h2><p>c</p>"


def make_hidden(**fields):
    """One of each kind that no visitor may see."""
    now = timezone.now()
    return [
        make_article("Hidden draft", published_at=None, **fields),
        make_article("Hidden till tomorrow", published_at=now + timedelta(days=1), **fields),
        make_article("Hidden again", withdrawn_at=now - timedelta(hours=1), **fields),
    ]


def make_rich(count=1, **fields):
    """Articles with everything, related to each other through one tag and one category."""
    category = Category.objects.filter(slug="web").first() or make_category("Web", slug="web")
    author = make_author()
    return [
        make_article(
            f"Rich {number}",
            slug=f"rich-{number}",
            category=category,
            authors=[author, make_author("Jo Brand")],
            tags=["shared", f"own {number}"],
            hero=make_picture(),
            body=SECTIONS,
            **fields,
        )
        for number in range(count)
    ]
