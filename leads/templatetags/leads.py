"""The call to action with the lead form, for pages of other apps."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.functional import SimpleLazyObject

from blog.models import Article, Category
from leads import attribution, forms

register = template.Library()


@register.inclusion_tag("leads/_talk.html", takes_context=True)
def talk_to_our_experts(
    context: Context, article: Article | None = None, category: Category | None = None
) -> dict[str, Any]:
    """A link to the form's page, which the script turns into the form in place. No query, no per-visitor byte.

    The words are the category's own, else the company's.
    """
    initial = _initial(article, category)
    form = SimpleLazyObject(lambda: forms.TalkToOurExpertsForm(initial=initial))
    return {**_words(context, category), "form": form, "initial": initial} | _asked(initial)


@register.inclusion_tag("leads/_talk_here.html", takes_context=True)
def talk_here(
    context: Context, article: Article | None = None, category: Category | None = None
) -> dict[str, Any]:
    """The same words in the middle of a text. A link to the form's page; a script leads to the form of this page."""
    return _words(context, category) | _asked(_initial(article, category))


def _words(context: Context, category: Category | None) -> dict[str, Any]:
    company = context["company"]
    return {
        "company": company,
        "label": (category and category.talk_label) or company.talk_label,
        "text": (category and category.talk_text) or company.talk_text,
    }


def _initial(article: Article | None, category: Category | None) -> dict[str, str]:
    return {"article": article.slug if article else "", "category": category.slug if category else ""}


def _asked(initial: dict[str, str]) -> dict[str, str]:
    """The query string of the link."""
    return {"asked": attribution.asked(**initial)}


@register.filter
def shown_consent(text: str) -> str:
    return forms.shown_consent(text)
