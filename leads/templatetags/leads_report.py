"""Numbers as people read them, and an article's figures for pages of other apps."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.template.context import Context

from blog.models import Article
from leads.figures import figures_of
from leads.worth import Worth

register = template.Library()


@register.filter
def grouped(number: int | None) -> str:
    """12,345"""
    return f"{number or 0:,}"


@register.filter
def money(amount: Decimal, currency: str = "") -> str:
    """12,345 EUR, or 12,345.50 where there are pennies; the space in it does not break."""
    return (f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}") + (
        currency and f"\u00a0{currency}"
    )


@register.filter
def worth(sums: Worth) -> str:
    """12,345 EUR + 900 USD, the largest first."""
    return " + ".join(money(amount, currency) for currency, amount in sums.largest_first()) or "0"


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
