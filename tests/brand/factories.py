"""Plain makers of what a company says about itself."""

from brand.models import Page


def make_page(title="Privacy", *, slug="privacy", **fields):
    """In place of the one at that address: a new site has a privacy notice already."""
    Page.objects.filter(slug=slug).delete()
    return Page.objects.create(title=title, slug=slug, **fields)
