from contextlib import nullcontext
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from blog.models import Article, Author, Category, Picture, Pin
from brand import page_body, privacy_notice
from brand.models import Company, Page
from config.demo import company, leads, people, publishing, seed
from leads.models import Delivery, Lead
from reviews.models import ReviewLink
from staff.models import User
from tests.factories import developed_here, image_bytes, make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def debug(settings, tmp_path):
    settings.DEBUG = True
    settings.VAR = tmp_path
    return settings


@pytest.fixture
def seeded(debug, monkeypatch):
    """With small plain pictures, developed here, which spares many seconds; `tests/bin` seeds the real ones."""
    monkeypatch.setattr(seed, "drawn_ahead", lambda keys: nullcontext(draw_small))
    with developed_here():
        seed.seed(at=timezone.now())


def draw_small(key):
    return image_bytes(colour=tuple(sha256(key.encode()).digest()[:3]))


def counts():
    models = [Article, Author, Category, Picture, Company, Page, Lead, Delivery, User, Pin]
    return {model.__name__: model.objects.count() for model in models} | {
        "ReviewLink": ReviewLink.objects.filter(is_shown=True).count()
    }


@pytest.mark.process
def test_every_screen_has_something_to_show_and_all_of_it_goes_again(seeded, debug):
    now = timezone.now()
    states = [article.state(at=now) for article in Article.objects.all()]
    assert {state: states.count(state) for state in set(states)} == {
        "published": 15,
        "draft": 2,
        "scheduled": 2,
        "withdrawn": 1,
    }
    assert {
        name: count
        for name, count in counts().items()
        if name in {"Category", "Author", "Page", "ReviewLink"}
    } == {
        "Category": 4,
        "Author": 5,
        "Page": 2,
        "ReviewLink": 3,
    }
    assert set(Lead.objects.values_list("stage", flat=True)) == set(Lead.Stage.values)
    assert Lead.objects.quarantined().count() == 1
    assert Lead.objects.trusted().filter(article=None).count() == 0
    assert not Article.objects.filter(hero=None).exists()
    assert not Article.objects.published(at=now - timedelta(days=400)).exists()
    for email in ["admin@example.com", "editor@example.com", "sales@example.com"]:
        assert User.objects.get(email=email).check_password(people.password())
    call_command("remove_demo")
    assert {name: count for name, count in counts().items() if count} == {"Company": 1, "Page": 1}
    assert Page.objects.get().body == page_body.clean(privacy_notice.BODY)
    assert (Company.current().name, seed.is_empty()) == ("Your company", False)
    assert not people.password_file().exists()


@pytest.mark.process
def test_your_own_article_outlives_the_demo(seeded):
    mine = make_article("Mine", category=Category.objects.first(), authors=[Author.objects.first()])
    call_command("remove_demo")
    assert list(Article.objects.all()) == [mine]
    assert (mine.category in Category.objects.all(), Author.objects.count()) == (True, 1)


def test_a_slow_machine_may_draw_for_longer_than_a_transaction_may_lie_idle(debug, monkeypatch):
    monkeypatch.setattr(seed, "drawn_ahead", nullcontext)
    for part in (company, people, publishing, leads):
        monkeypatch.setattr(part, "seed", lambda **options: None)
    seed.seed(at=timezone.now())
    with connection.cursor() as cursor:  # still inside the transaction that holds the test
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("0",)


def test_nothing_is_seeded_when_debug_is_off(debug):
    debug.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG=on"):
        call_command("seed_demo")
    assert sum(counts().values()) == Page.objects.count()  # the privacy notice of a new site


def test_nothing_is_seeded_into_a_database_that_holds_something(debug):
    make_user()
    with pytest.raises(CommandError, match="holds something already"):
        call_command("seed_demo")
    assert User.objects.count() == 1
