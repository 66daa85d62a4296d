"""Numbers as people read them, and an article's figures for pages of other apps."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.template.context import Context

from blog.models import Article
from leads.figures import figures_of

register = template.Library()


@register.filter
def grouped(number: int | None) -> str:
    """12,345"""
    return f"{number or 0:,}"


@register.filter
def money(worth: Decimal | int) -> str:
    """12,345, or 12,345.50 where there are pennies."""
    return f"{worth:,.0f}" if worth == int(worth) else f"{worth:,.2f}"


@register.filter
def lasting(time: timedelta | None) -> str:
    """Such as “3 h 20 min”; business time, so there are no days."""
    if time is None:
        return "–"
    minutes = round(time.total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    if not minutes:
        return "less than a minute"
    return " ".join(part for part in (f"{hours:,} h" if hours else "", f"{rest} min" if rest else "") if part)


@register.inclusion_tag("leads/admin/_article_figures.html", takes_context=True)
def article_figures(context: Context, article: Article) -> dict[str, Any]:
    """Reads, openings and leads for everybody who may see the article; what became of them for whoever leads sales."""
    may_look = context["request"].user.has_perms(["leads.view_leadfacts", "leads.view_lead"])
    return {"figures": figures_of(article), "may_look": may_look}
