"""`manage.py derive_articles`, for when what a text may hold has changed, or how a page shows it."""

import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, models
from tqdm import tqdm

from blog.models import Article
from brand.models import Page

SOME_FAILED, STOPPED = 1, 130


class Command(BaseCommand):
    help = (
        "Clean and derive the text of every article and plain page again, after the rules for texts have changed. "
        "A second run changes nothing; after Ctrl-C, run it again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [*_keys(Article), *_keys(Page)]
        counts: Counter[str] = Counter()
        try:
            for model, pk in tqdm(rows, unit=" texts", disable=None, file=sys.stderr, leave=False):
                counts[self._again(model, pk)] += 1
        except KeyboardInterrupt:
            self.stderr.write(f"\nStopped after {counts.total()} of {len(rows)} texts. {_summary(counts)}")
            sys.exit(STOPPED)
        self.stdout.write(f"{len(rows)} {'text' if len(rows) == 1 else 'texts'}: {_summary(counts)}")
        if counts["failed"]:
            sys.exit(SOME_FAILED)

    def _again(self, model: type[Article] | type[Page], pk: int) -> str:
        """In a transaction of its own, so that nobody who is saving waits for more than one text."""
        try:
            changed = model(pk=pk).derive_again()
        except model.DoesNotExist:
            return "gone"
        except DatabaseError as error:
            name = f"{model._meta.verbose_name} {pk}"
            self.stderr.write(f"{name} stays as it is: {str(error).splitlines()[0]}")
            return "failed"
        if "body" in changed:
            self.stdout.write(f"cleaned: {model.objects.get(pk=pk).get_absolute_url()}")
            return "cleaned"
        return "derived" if changed else "same"


def _keys(model: type[models.Model]) -> Iterator[tuple[Any, int]]:
    return ((model, pk) for pk in model._default_manager.order_by("pk").values_list("pk", flat=True))


def _summary(counts: Counter[str]) -> str:
    words = {
        "cleaned": "lost something that is no longer allowed",
        "derived": "are shown otherwise than before",
        "same": "stay as they were",
        "gone": "were deleted meanwhile",
        "failed": "could not be changed",
    }
    return (
        ", ".join(f"{counts[kind]} {words[kind]}" for kind in words if counts[kind]) + "." if counts else ""
    )
