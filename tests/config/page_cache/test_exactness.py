"""Random histories of what editors do: once a verb's caller has been answered, no process shows the old page, and pages
that did not change are still kept. Two caches listen, as two processes would, one of them writes files for a web server
in front, and readers fill both all the time; bench/page_cache.py does the same with real processes, for minutes."""

import os
import threading
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from difflib import unified_diff

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from blog.models import Article, Author, Category, Picture, Pin, Tag, snapshot
from blog.related import renew, renew_missing
from brand.models import Company, KeptPromise, Page
from config.page_cache.dropping import wait_until_dropped
from reviews.models import ReviewLink
from tests import tables
from tests.config.page_cache.conftest import Site
from tests.factories import make_article, make_author, make_category, make_picture

pytestmark = pytest.mark.django_db(transaction=True)

SHELVES = [
    "",
    "feed.xml",
    "?page=2",
    "category/news/",
    "category/guides/",
    "tag/speed/",
    "tag/words/",
    "author/ida/",
]
# How many histories, and how long: more of them with HISTORIES=100x40 bin/test tests/config/page_cache
EXAMPLES, STEPS = (int(number) for number in os.environ.get("HISTORIES", "2x6").split("x"))
any_number = st.integers(0, 9)


class Newsroom(RuleBasedStateMachine):
    sites: list[Site]

    @initialize()
    def begin(self):
        tables.empty(TransactionTestCase())
        self.count = 0
        self.slugs = set()
        for name in ["News", "Guides"]:
            make_category(name, slug=name.lower())
        for name in ["Ida", "Max"]:
            make_author(name, slug=name.lower())
        for number in range(3):
            self.add(number)
        renew_missing(at=timezone.now())
        Page.objects.create(title="Imprint", slug="imprint", body="<p>We.</p>")
        self.settle()
        for site in self.sites:
            site.cache.pages.forget()
        self.look()

    # -- what is there ----------------------------------------------------------------------------------------

    def add(self, number, **fields):
        self.count += 1
        categories, authors = list(Category.objects.order_by("pk")), list(Author.objects.order_by("pk"))
        article = make_article(
            f"Article {self.count}",
            slug=f"article-{self.count}",
            category=categories[number % len(categories)],
            authors=[authors[number % len(authors)]],
            tags=["Speed", "Words"][: 1 + number % 2],
            hero=Picture.objects.first() if number % 3 == 0 else None,
            **fields,
        )
        self.slugs.add(article.slug)
        return article

    def article(self, number):
        found = Article.objects.order_by("pk")
        return found[number % len(found)]

    def addresses(self):
        return [
            "/",
            "/imprint/",
            "/sitemap.xml",
            *(f"/blog/{shelf}" for shelf in SHELVES),
            *(f"/blog/{slug}/" for slug in self.slugs),
        ]

    # -- what editors do --------------------------------------------------------------------------------------

    @rule(number=any_number)
    def publish_one_more(self, number):
        if Article.objects.count() < 6:
            self.add(number)

    @rule(number=any_number)
    def withdraw_or_bring_back(self, number):
        article, now = self.article(number), timezone.now()
        if article.state(at=now) == "published":
            article.withdraw(at=now, by=None)
        else:
            with suppress(Article.AlreadyPublished):
                article.publish(at=now, by=None)

    @rule(
        number=any_number, name=st.sampled_from(["title", "summary", "body", "search_title", "social_text"])
    )
    def publish_a_change(self, number, name):
        article, now = self.article(number), timezone.now()
        content = snapshot.take(article) | {name: f"Changed {self.count} at {now}"}
        revision = article.save_draft(content, at=now, by=None)
        if article.is_for_visitors(at=now):
            article.publish(at=now, by=None, revision=revision)

    @rule(number=any_number)
    def save_a_draft(self, number):
        article, now = self.article(number), timezone.now()
        article.save_draft(snapshot.take(article) | {"title": f"Secret {now}"}, at=now, by=None)

    @rule(number=any_number)
    def move_address(self, number):
        article = self.article(number)
        self.count += 1
        article.slug = f"moved-{self.count}"
        article.save()
        self.slugs.add(article.slug)

    @rule(number=any_number, tags=st.sets(st.sampled_from(["Speed", "Words", "Hosts"])))
    def tag(self, number, tags):
        self.article(number).tags.set(tags)

    @rule(number=any_number)
    def file_elsewhere(self, number):
        article = self.article(number)
        others = Category.objects.exclude(pk=article.category_id)
        if others:
            article.category = others[0]
            article.save()

    @rule(number=any_number, other=any_number)
    def pin_or_unpin(self, number, other):
        article, other = self.article(number), self.article(other)
        if article != other and not Pin.objects.filter(article=article, other=other).delete()[0]:
            Pin.objects.create(article=article, other=other)

    @rule(number=any_number)
    def sign_by_both(self, number):
        article = self.article(number)
        for author in Author.objects.exclude(authorships__article=article):
            article.authorships.create(author=author, position=9)

    @rule(number=any_number)
    def bin_or_take_out(self, number):
        article, now = self.article(number), timezone.now()
        if article.binned_at:
            article.take_out_of_bin(at=now, by=None)
        else:
            article.bin(at=now, by=None)

    @rule(number=any_number)
    def delete_for_good(self, number):
        if Article.objects.count() > 2:
            self.article(number).delete()

    @rule(name=st.sampled_from(["name", "description", "talk_label"]))
    def edit_category(self, name):
        category = Category.objects.order_by("pk").first()
        self.count += 1
        setattr(category, name, f"{name} {self.count}")
        category.save()

    @rule()
    def merge_categories(self):
        found = list(Category.objects.order_by("pk"))
        if len(found) > 1:
            found[1].merge_into(found[0])
        else:
            make_category("Guides", slug="guides")

    @rule()
    def rename_or_merge_tags(self):
        found = list(Tag.objects.order_by("pk"))
        if len(found) > 2:
            found[1].merge_into(found[0])
        elif found:
            found[0].name += "y"
            found[0].save()

    @rule(name=st.sampled_from(["name", "role", "biography"]))
    def edit_author(self, name):
        self.count += 1
        Author.objects.filter(slug="ida").update(**{name: f"{name} {self.count}"})

    @rule(name=st.sampled_from(["name", "home_title", "talk_label", "accent"]))
    def change_brand(self, name):
        self.count += 1
        company = Company.current()
        setattr(company, name, f"#b8431{self.count % 10}" if name == "accent" else f"{name} {self.count}")
        company.save()

    @rule()
    def edit_plain_page(self):
        self.count += 1
        page = Page.objects.get(slug="imprint")
        page.body, page.is_in_footer = f"<p>{self.count}</p>", self.count % 2 == 0
        page.save()

    @rule(share=st.integers(10, 30))
    def keep_the_promise(self, share):
        KeptPromise.record(within_minutes=60, asked=30, kept=share, at=timezone.now())

    @rule()
    def show_or_hide_a_review_link(self):
        for link in ReviewLink.objects.all()[:1]:
            link.is_shown = not link.is_shown
            link.save()

    @rule()
    def edit_picture(self):
        self.count += 1
        if Picture.objects.exists():
            Picture.objects.update(alt=f"A picture {self.count}", focal_x=self.count % 100)
        else:
            make_picture()

    @rule(number=any_number)
    def schedule(self, number):
        """An article to come, or a withdrawal, within a moment; the moment passes without a word of anybody."""
        article, now = self.article(number), timezone.now()
        moment = now + timedelta(milliseconds=120)
        if article.state(at=now) == "published":
            article.withdraw(at=now, by=None, from_=moment)
        elif article.state(at=now) in {"draft", "withdrawn"} and not article.missing():
            article.publish(at=now, by=None, live_from=moment)
        self.settle()
        time.sleep(max(0, (moment - timezone.now()).total_seconds()))

    @rule(number=any_number)
    def plan_a_change(self, number):
        article, now = self.article(number), timezone.now()
        if article.state(at=now) == "published":
            moment = now + timedelta(milliseconds=120)
            content = snapshot.take(article) | {"title": f"Planned at {now}"}
            article.plan_change(article.save_draft(content, at=now, by=None), moment, at=now, by=None)
            self.settle()
            time.sleep(max(0, (moment - timezone.now()).total_seconds()))
            # The first request makes it come true, in whichever process it arrives; mostly this one, or a reader's,
            # which may be at it still.
            self.sites[number % 2].ask("/imprint/")
            until = time.monotonic() + 5
            while article.planned_changes.due(at=timezone.now()).exists():
                assert time.monotonic() < until, "A planned change does not come true."
                time.sleep(0.005)

    @rule(number=any_number)
    def the_worker_renews_related_articles(self, number):
        renew(self.article(number).pk, at=timezone.now())
        renew_missing(at=timezone.now())

    # -- what is asked after each -----------------------------------------------------------------------------

    def settle(self):
        wait_until_dropped()

    @invariant()
    def nothing_is_old_and_what_did_not_change_is_kept(self):
        self.settle()
        kept = [{address for address in self.known if site.is_kept(address)} for site in self.sites]
        before = dict(self.known)
        self.look()
        same = {address for address in before if before[address] == self.known[address]}
        for there in kept:
            Newsroom.lost.update(address for address in same - there if before[address][0] == 200)
        Newsroom.looked += 1
        Newsroom.changed += len(before.keys() - same)
        Newsroom.stayed += len(same & kept[0] & kept[1])

    def look(self):
        """Every address as Django says it now, in both caches."""
        self.known = {}
        for address in self.addresses():
            fresh = self.sites[0].fresh(address)
            self.known[address] = (fresh.status, fresh.body)
            for site in self.sites:
                answer = site.ask(address)
                shown = (answer.status, answer.body)
                assert shown == self.known[address], (
                    f"{address} is old: {_difference(shown, self.known[address])}"
                )
            handed_out = self.sites[1].handed_out(address) if "?" not in address else None
            if handed_out is not None:
                Newsroom.handed_out += 1
                assert (200, handed_out) == self.known[address], (
                    f"The file of {address} is old: {_difference((200, handed_out), self.known[address])}"
                )


def _difference(shown, known):
    lines = [body.decode().replace("><", ">\n<").splitlines() for _, body in (shown, known)]
    return "\n".join(
        [f"{shown[0]} and {known[0]}", *unified_diff(*lines, "shown", "known", n=1, lineterm="")]
    )


class Reader(threading.Thread):
    """Reads all the time, so that pages are made while what they show is being changed."""

    def __init__(self, site, machine):
        super().__init__(daemon=True)
        self.site, self.is_over, self.reads = site, False, 0

    def run(self):
        number = 0
        while not self.is_over:
            number += 1
            address = [f"/blog/article-{number % 6 + 1}/", *(f"/blog/{shelf}" for shelf in SHELVES)][
                number % 9
            ]
            self.site.ask(address)
            self.reads += 1
            time.sleep(0.04)
        connection.close()


def test_no_page_is_old_after_any_history(site, transactional_db, tmp_path):
    other = Site(folder=tmp_path / "pages")
    other.listen()
    readers = [Reader(one, Newsroom) for one in [site, other]]
    Newsroom.looked = Newsroom.stayed = Newsroom.changed = 0
    Newsroom.sites, Newsroom.lost, Newsroom.handed_out = [site, other], Counter(), 0
    for reader in readers:
        reader.start()
    try:
        run_state_machine_as_test(
            Newsroom,
            settings=settings(
                # The first two are always the simplest there are: one verb again and again, and none at all.
                max_examples=EXAMPLES + 2,
                stateful_step_count=STEPS,
                phases=[Phase.generate],
                deadline=None,
                database=None,
                derandomize=False,
                suppress_health_check=list(HealthCheck),
                print_blob=False,
            ),
        )
    finally:
        for reader in readers:
            reader.is_over = True
        for reader in readers:
            reader.join()
        other.cache.listener.end()
    print(
        Newsroom.looked,
        Newsroom.stayed,
        Newsroom.changed,
        Newsroom.handed_out,
        Newsroom.lost,
        [reader.reads for reader in readers],
    )
    assert Newsroom.stayed > Newsroom.looked
    assert Newsroom.handed_out > Newsroom.looked
    assert Newsroom.changed > EXAMPLES
