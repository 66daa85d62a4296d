"""The call to action with the lead form, for pages of other apps."""

from typing import Any

from django import template
from django.template.context import Context

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
    company = context["company"]
    initial = {"article": article.slug if article else "", "category": category.slug if category else ""}
    return {
        "company": company,
        "label": (category and category.talk_label) or company.talk_label,
        "text": (category and category.talk_text) or company.talk_text,
        "form": forms.TalkToOurExpertsForm(initial=initial),
        "asked": attribution.asked(**initial),
    }


@register.filter
def shown_consent(text: str) -> str:
    return forms.shown_consent(text)
