"""What else is touched when an article is withdrawn, deleted or moved: said before it is done."""

from dataclasses import dataclass
from datetime import datetime

from blog.models import Article

SHOWN = 20


@dataclass(frozen=True)
class Touches:
    linked_from: list[Article]
    pinned_by: list[Article]
    moved_pages: int
    preview_links: int
    planned_changes: int
    is_in_feed: bool

    def __bool__(self) -> bool:
        counted = (self.moved_pages, self.preview_links, self.planned_changes, self.is_in_feed)
        return bool(self.linked_from or self.pinned_by or any(counted))


def touches(article: Article, *, at: datetime) -> Touches:
    """Six queries; articles in the bin do not count."""
    there = Article.objects.out_of_bin().only("title", "slug")
    return Touches(
        linked_from=list(there.filter(links=article)[:SHOWN]),
        pinned_by=list(there.filter(pins__other=article)[:SHOWN]),
        moved_pages=article.moved_pages.count(),
        preview_links=article.preview_links.open(at=at).count(),
        planned_changes=article.planned_changes.waiting().count(),
        is_in_feed=Article.objects.in_feed(at=at).filter(pk=article.pk).exists(),
    )


def address_touches(article: Article) -> str:
    """What a new address of a published article touches, in words. Two queries."""
    links = Article.objects.out_of_bin().filter(links=article).count()
    olds = article.moved_pages.count()
    words = [f"Once changed, {article.get_absolute_url()} leads to the new address."]
    if links:
        one = links == 1
        words += [
            f"{links} article{'' if one else 's'} link{'s' if one else ''} here; the links follow by themselves."
        ]
    if olds:
        words += [
            f"{olds} older address{'es lead here, and go' if olds > 1 else ' leads here, and goes'} on doing so."
        ]
    return " ".join(words)
