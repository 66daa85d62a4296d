"""A real company blog of 509 posts, as it is; what its README counts must be what is found."""

import os
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from blog.importers.entry import Entry, Kind
from blog.importers.markdown import Options, read
from blog.models import Article, MovedPage, Picture
from tests.blog.importers.factories import remarks, write

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
POSTS = CORPUS / "content" / "posts"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not POSTS.is_dir(), reason="the folder ../shared/corpus is not there"),
]
SAMPLE = [  # every trap once
    *(
        "2014-05-14-hacking-bureaucracy-improving-hiring-and-software",
        "2014-11-26-how-to-use-more-open-source",
    ),
    *("2015-05-21-TockingTime", "2016-01-21-what-we-can-learn-from-the-interiors-social-feeds"),
    "2016-03-21-we-asked-100-of-our-coworkers-why-did-you-join-18f",
    "2016-05-19-content-debt-what-it-is-where-to-find-it-and-how-to-prevent-it-in-the-first-place",
    *("2016-03-23-what-have-you-loved-working-on", "2017-02-02-cloud-gov-is-now-fedramp-authorized"),
    "2017-06-06-fractal-and-federalist-join-the-us-web-design-standards",
    *("2018-07-19-taking-the-ato-process-from-6-months-to-30-days", "2020-03-10-ask-18f-po-vs-cor"),
    *("2023-05-08-andrew-hyder-award", "2024-01-12-andrew-hyder-award", "2024-08-20-andrew-hyder-award"),
    "2024-07-17-working-with-oracle-databases-in-open-source-projects",
    *("2024-12-5-18f-project-defaults", "2024-12-10-how-we-measure-coaching"),
]


@pytest.fixture(scope="module")
def entries():
    found = list(read(CORPUS / "content"))
    assert [item for item in found if not isinstance(item, Entry)] == []
    return found


def test_every_post_is_read_with_its_date_people_and_tags(entries):
    assert len(entries) == len(list(POSTS.iterdir())) == 509
    years = Counter(entry.published_at.year for entry in entries)
    assert [years[year] for year in range(2014, 2025)] == [40, 136, 142, 39, 38, 32, 25, 19, 12, 12, 14]
    assert len({byline.key for entry in entries for byline in entry.authors}) == 273
    assert (len({t for e in entries for t in e.tags}), sum(len(e.tags) for e in entries)) == (142, 1718)
    assert Counter(b.key for e in entries for b in e.authors).most_common(2) == [("melody", 47), ("kate", 25)]
    assert all(entry.title and entry.summary and entry.body and entry.slug for entry in entries)
    assert [entry.language for entry in entries if entry.language] == ["es-PR"]


def test_heroes_are_those_of_the_front_matter(entries):
    assert sum(entry.hero is not None for entry in entries) == 282  # 281 by `image`, 1 by the slip `images`
    assert sum(1 for entry in entries if entry.hero and not entry.hero.is_shown) == 73


def test_titles_and_summaries_are_plain(entries):
    assert [
        e.key for e in entries if re.search(r"</?\w|&\w+;|\*\*|\]\(|\s\s|\n|^\s|\s$", e.title + e.summary)
    ] == []


def test_no_sign_of_a_template_or_of_ours_is_left_but_what_raw_protects(entries):
    with_signs = {entry.slug for entry in entries if re.search(r"\{\{|\{%|%\}|[\ue000-\ue00f]", entry.body)}
    assert with_signs == {
        "taking-control-of-our-website-with-jekyll-and-webhooks",
        "automated-scanning-for-sensitive-information",
        "working-with-oracle-databases-in-open-source-projects",
    }


def test_what_is_told_is_what_the_corpus_holds(entries):
    assert Counter(remark.kind for entry in entries for remark in entry.remarks) == {
        Kind.PORTRAIT: 211,
        Kind.INCLUDE: 22,
        Kind.EMBED: 21,  # 16 by the filter, 5 <iframe>
        Kind.SCRIPT: 10,
        Kind.REMOTE_PICTURE: 3,
        Kind.FRONT_MATTER: 2,
        Kind.TEMPLATE_SIGN: 2,
        Kind.STYLE: 2,
    }


def test_every_picture_that_is_here_is_asked_for(entries):
    asked = {path for entry in entries for path in entry.pictures}
    asked |= {entry.hero.path for entry in entries if entry.hero} | {
        link for e in entries for link in e.links
    }
    here = {f"/assets/{path.relative_to(CORPUS / 'assets')}" for path in (CORPUS / "assets").rglob("*.*")}
    assert (len(here), here - asked) == (145, set())


@pytest.fixture
def sample(tmp_path):
    for name in SAMPLE:
        shutil.copy(POSTS / f"{name}.md", tmp_path)
    return list(read(tmp_path, Options(category_tags=("acquisition services",))))


@pytest.mark.django_db
def test_a_sample_with_every_trap_comes_in_whole_and_once(sample):
    receipt = write(*sample, assets=[CORPUS / "assets"])
    assert receipt.counts == {"imported": len(SAMPLE), "updated": 0, "unchanged": 0, "failed": 0}
    assert Article.objects.exclude(published_at=None).count() == len(SAMPLE)
    assert sorted(Article.objects.filter(slug__startswith="andrew").values_list("slug", flat=True)) == [
        *("andrew-hyder-award", "andrew-hyder-award-2024", "andrew-hyder-award-2024-08-20"),
    ]
    assert (
        MovedPage.find("/2015/05/21/TockingTime/").article
        == MovedPage.find("/2015/05/21/tockingtime/").article
    )
    assert MovedPage.find("/2024/12/05/18f-project-defaults/").article.slug == "18f-project-defaults"
    kinds = {kind for kind, _ in remarks(receipt)}
    assert {Kind.MISSING_PICTURE, Kind.REFUSED_PICTURE, Kind.SCRIPT, Kind.STYLE, Kind.ADDRESS} < kinds
    assert write(*sample, assets=[CORPUS / "assets"]).counts["unchanged"] == len(SAMPLE)


@pytest.mark.skipif("WHOLE_CORPUS" not in os.environ, reason="takes a minute: WHOLE_CORPUS=1 bin/test")
@pytest.mark.django_db
def test_all_of_it_comes_in_and_its_posts_link_to_each_other(entries):
    """Without pictures, whose renditions take most of the time; `bench/import_corpus.py` measures the whole."""
    receipt = write(*entries, assets=[])
    assert (receipt.counts["imported"], receipt.total) == (509, 509)
    assert len({about for kind, about in remarks(receipt) if kind == Kind.MISSING_PICTURE}) == 637
    links = [
        (article.slug, target)
        for article in Article.objects.all()
        for target in re.findall(r'href="/blog/(?!author/|tag/)([^/"]+)/', article.body)
    ]
    assert (len(links), len(set(links))) == (
        582,
        547,
    )  # of 584 and 549: one in a caption, one of another site
    assert {target for _, target in links} <= set(Article.objects.values_list("slug", flat=True))
    assert Picture.objects.count() == 0
