import threading

import pytest
from django.db import connection

from blog.models import Author
from tests.factories import make_author, make_user

pytestmark = pytest.mark.django_db


def test_a_byline_is_made_once_from_the_name():
    user = make_user(name="Zoë Müller")
    byline = Author.of(user)
    assert (byline.name, byline.slug, byline.account, Author.of(user)) == (
        "Zoë Müller",
        "zoe-muller",
        user,
        byline,
    )


@pytest.mark.parametrize(
    ("name", "slug"), [("Мария", "author"), ("x" * 120, "x" * 110), ("<script>", "script")]
)
def test_any_name_gives_an_address(name, slug):
    assert Author.of(make_user(name=name)).slug == slug


def test_a_byline_of_the_same_name_stays_whose_it_is():
    imported = make_author("Sam Doe", slug="sam-doe")
    one, two = Author.of(make_user()), Author.of(make_user())
    imported.refresh_from_db()
    assert (imported.account, one.slug, two.slug) == (None, "sam-doe-2", "sam-doe-3")


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_make_one():
    user, found = make_user(), []
    make_author(slug="sam-doe")

    def begin():
        found.append(Author.of(user).pk)
        connection.close()

    threads = [threading.Thread(target=begin) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (len(found), len(set(found)), Author.objects.filter(account=user).count()) == (4, 1, 1)
