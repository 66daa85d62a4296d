"""The bound of memory, and the book-keeping of keys. No database: pages are bytes."""

import random

import pytest

from config.page_cache.address import Address
from config.page_cache.page import page
from config.page_cache.pages import Pages


def address(number):
    return Address("example.com", f"/{number}/", "")


def made(*keys, size=1000):
    return page(random.randbytes(size), [("Content-Type", "text/html")], frozenset(keys))


def keep(pages, number, *keys):
    return pages.keep(address(number), made(*keys), began=pages.begin())


def test_memory_stays_within_its_bound_and_what_is_asked_for_stays():
    pages = Pages(10 * made().size)
    for number in range(50):
        keep(pages, number, f"article-{number}", "frame")
        pages.get(address(0)).was_asked = True
        assert pages.bytes <= pages.most_bytes
    kept = [number for number in range(50) if pages.get(address(number))]
    assert len(kept) == 10
    assert kept[0] == 0
    assert kept[1:] == list(range(41, 50))


def test_variants_count():
    pages = Pages(10 * made().size)
    for number in range(5):
        keep(pages, number, "frame")
    first = pages.get(address(0))
    for number in range(5):
        one = pages.get(address(number))
        for coding in ["br", "gzip"]:
            if pages.get(address(number)):
                pages.add(address(number), one, coding, one.make(coding))
            assert pages.bytes <= pages.most_bytes
    assert pages.get(address(0)) is None
    pages.add(address(0), first, "br", first.make("br"))  # too late: it is not kept any more
    assert pages.bytes == sum(pages.get(address(n)).size for n in range(5) if pages.get(address(n)))


def test_a_page_larger_than_everything_is_not_kept():
    pages = Pages(1000)
    assert not keep(pages, 1, "frame")
    assert (len(pages), pages.bytes) == (0, 0)


@pytest.mark.parametrize("key", ["article-1", "frame", "*"])
def test_after_a_drop_nothing_is_left_of_it(key):
    pages = Pages(10**6)
    keep(pages, 1, "article-1", "frame")
    keep(pages, 1, "article-1", "frame")  # again, in its place
    pages.drop(key)
    assert (len(pages), pages.bytes, len(pages._by_key)) == (0, 0, 0)


def test_a_drop_takes_what_shows_it_and_nothing_else():
    pages = Pages(10**6)
    keep(pages, 1, "article-1", "frame")
    keep(pages, 2, "article-2", "frame")
    pages.drop("article-1", "nothing")
    assert pages.get(address(1)) is None
    assert pages.get(address(2)) is not None


def test_what_was_dropped_while_it_was_made_is_not_kept():
    pages = Pages(10**6)
    began = pages.begin()
    pages.drop("article-1")
    assert not pages.keep(address(1), made("article-1"), began=began)
    assert pages.keep(address(2), made("article-2"), began=began)
    pages.drop("*")
    assert not pages.keep(address(2), made("article-2"), began=began)


def test_when_too_much_happened_meanwhile_nobody_can_say():
    pages = Pages(10**6)
    began = pages.begin()
    for number in range(5000):
        pages.drop(f"other-{number}")
    assert not pages.keep(address(1), made("article-1"), began=began)
