"""What an article brought, since it was first published."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Sum

from blog.models import Article
from leads.facts import catch_up
from leads.models import DailyOpenings, LeadFacts
from leads.models.facts import Reached
from leads.selection import Selection
from leads.worth import Worth

NEVER = date(2000, 1, 1)


@dataclass(frozen=True)
class Figures:
    reads: int
    openings: int
    leads: int
    qualified: int
    won: int
    worth: Worth
    behind: str  # queries of the lists with these leads
    qualified_behind: str
    won_behind: str


def figures_of(article: Article) -> Figures:
    """Of this moment; six queries."""
    catch_up()
    facts = LeadFacts.objects.counted().filter(article=article)
    sums = facts.total()
    days = facts.aggregate(first=Min("day"), last=Max("day"))
    selection = Selection(days["first"] or NEVER, days["last"] or NEVER, article=str(article.pk))
    openings = DailyOpenings.objects.filter(article=article).aggregate(sum=Sum("openings"))["sum"]
    return Figures(
        reads=article.daily_reads.aggregate(sum=Sum("reads"))["sum"] or 0,
        openings=openings or 0,
        leads=sums["leads"],
        qualified=sums["qualified"],
        won=sums["won"],
        worth=sums["worth"],
        behind=selection.query(),
        qualified_behind=selection.only(reached=int(Reached.QUALIFIED)).query(),
        won_behind=selection.only(reached=int(Reached.WON)).query(),
    )
