"""What editors do, at random, for bench/page_cache.py. Each writer changes articles of its own and what all share."""

import random
import time
from contextlib import suppress
from datetime import timedelta

from django.db import DatabaseError
from django.utils import timezone

from blog.models import Article, Author, Category, Picture, Pin, Tag, snapshot
from brand.models import Company, Page
from reviews.models import ReviewLink


class Newsroom:
    def __init__(self, number: int) -> None:
        there = Article.objects.filter(published_at__isnull=False).order_by("pk")
        self.mine = list(there.values_list("pk", flat=True))[number::8][:6]
        self.article = self._one()
        self.addresses: set[str] = set()

    def _one(self) -> Article:
        return Article.objects.get(pk=random.choice(self.mine))

    def press(self) -> str:
        """The name of what was done. Two who change the same thing at once may be refused, as editors are."""
        self.article = self._one()
        self.addresses = {self.article.get_absolute_url(), self.article.category.get_absolute_url()}
        verb = random.choice(VERBS)
        with suppress(DatabaseError, Article.NotReady, Article.NotPublished, Article.AlreadyPublished):
            verb(self)
        return verb.__name__

    def touched(self) -> set[str]:
        article = Article.objects.get(pk=self.article.pk)
        tags = {tag.get_absolute_url() for tag in article.tags.all()[:2]}
        authors = {author.get_absolute_url() for author in article.authors.all()[:1]}
        shelf = {article.category.get_absolute_url()} if article.category else set()
        return {article.get_absolute_url(), *self.addresses, *tags, *authors, *shelf}

    def publish_a_change(self) -> None:
        now = timezone.now()
        name = random.choice(["title", "summary", "search_title", "social_text"])
        content = snapshot.take(self.article) | {name: f"Changed at {now}"}
        self.article.publish(at=now, by=None, revision=self.article.save_draft(content, at=now, by=None))

    def save_a_draft(self) -> None:
        content = snapshot.take(self.article) | {"title": "Nobody sees this"}
        self.article.save_draft(content, at=timezone.now(), by=None)

    def withdraw_or_bring_back(self) -> None:
        now = timezone.now()
        if self.article.state(at=now) == "published":
            self.article.withdraw(at=now, by=None)
        else:
            self.article.publish(at=now, by=None)

    def come_later(self) -> None:
        now = timezone.now()
        moment = now + timedelta(seconds=0.3)
        if self.article.state(at=now) == "published":
            self.article.withdraw(at=now, by=None, from_=moment)
        else:
            self.article.publish(at=now, by=None, live_from=moment)
        time.sleep(max(0, (moment - timezone.now()).total_seconds()))

    def bin_and_take_out(self) -> None:
        self.article.bin(at=timezone.now(), by=None)
        if random.random() < 0.7:
            self.article.take_out_of_bin(at=timezone.now(), by=None)

    def take_out(self) -> None:
        with suppress(Article.NotInBin):
            self.article.take_out_of_bin(at=timezone.now(), by=None)

    def move_address(self) -> None:
        self.article.slug = f"moved-{self.article.pk}-{random.randrange(10**6)}"
        self.article.save()

    def tag(self) -> None:
        self.article.tags.set(random.sample(["Speed", "Words", "Hosts", "Security"], 2))

    def file_elsewhere(self) -> None:
        self.article.category = Category.objects.order_by("?").first()
        self.article.save()

    def pin(self) -> None:
        other = Article.objects.exclude(pk=self.article.pk).order_by("?")[0]
        if not Pin.objects.filter(article=self.article, other=other).delete()[0]:
            Pin.objects.create(article=self.article, other=other)

    def edit_category(self) -> None:
        category = Category.objects.order_by("?")[0]
        category.description = f"As of {timezone.now()}"
        category.save()

    def rename_tag(self) -> None:
        Tag.objects.filter(pk=Tag.objects.order_by("?")[0].pk).update(name=f"Tag {random.randrange(10**9)}")

    def edit_author(self) -> None:
        Author.objects.filter(pk=Author.objects.order_by("?")[0].pk).update(
            role=f"As of {timezone.now()}"[:60]
        )

    def edit_picture(self) -> None:
        Picture.objects.filter(pk=Picture.objects.order_by("?")[0].pk).update(alt=f"As of {timezone.now()}")

    def change_brand(self) -> None:
        company = Company.current()
        company.talk_label = f"Talk {random.randrange(10**6)}"
        company.save()

    def edit_page(self) -> None:
        page = Page.objects.order_by("?")[0]
        page.body = f"<p>As of {timezone.now()}</p>"
        page.save()
        self.addresses.add(page.get_absolute_url())

    def edit_review_link(self) -> None:
        ReviewLink.objects.filter(pk=ReviewLink.objects.order_by("?")[0].pk).update(
            label=f"Review {random.random()}"
        )


VERBS = [
    verb
    for name, verb in vars(Newsroom).items()
    if callable(verb) and name[0] != "_" and name not in {"press", "touched"}
]
