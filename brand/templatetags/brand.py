"""The company's looks in a page's head, and how its addresses are written out."""

from django import template
from django.conf import settings
from django.urls import reverse

from brand.models import Company
from brand.stylesheet import version

register = template.Library()


@register.simple_tag
def accent_stylesheet(company: Company, name: str = "accent") -> str:
    """The address of the stylesheet that holds the company's colours; `prose_accent` for text within the admin."""
    colours = company.accent.lower(), company.accent_dark.lower()
    return reverse(name, args=[colours[0][1:], colours[1][1:], version(*colours)])


@register.filter
def absolute(path: str) -> str:
    """A path of ours as a whole address, under the site's one canonical origin."""
    return f"{settings.SITE_URL}{path}"
