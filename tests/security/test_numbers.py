import re
from urllib.parse import quote

import pytest

from tests.security.conftest import LISTS, PAGES

NUMBERS = [
    "0", "-1", "2", "01", "1.0", "1e3", "1e309", "NaN", "nan", "inf", "-inf", "0x10", "1_000", " 1", "1 ", "+1", "", "last",
    "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1" + "0" * 26, "9" * 5000, "٣", "１", "²", "½",
    "1;drop table", "1'", '1"', "(1)", "1%", "true", "null", "[]",
]  # fmt: skip
RAW = ["%00", "%ed%a0%80", "%ff", "1%00", "%c0%80"]


@pytest.mark.parametrize("name", LISTS)
def test_the_first_page_is_there(client, site, name):
    assert client.get(f"{site[name]}?page=1").status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_pages_with_any_other_number_are_missing(client, site, name):
    statuses = {number: client.get(f"{site[name]}?page={quote(number)}").status_code for number in NUMBERS}
    assert statuses == dict.fromkeys(NUMBERS, 404)


@pytest.mark.parametrize("name", PAGES)
def test_numbers_that_are_no_text_are_refused(client, site, name):
    statuses = {number: client.get(f"{site[name]}?page={number}").status_code for number in RAW}
    assert statuses == dict.fromkeys(RAW, 400)


ODD = {
    "page=1&page=2": 404,
    "page[]=1": 200,
    "page[$gt]=1": 200,
    "page": 404,
    "=": 200,
    "&&&": 200,
    "page=1&" * 60 + "x=1": 200,
    "x=" + "a" * 4000: 200,
    "%00=1": 400,
    "a=%00": 400,
}


@pytest.mark.parametrize("name", LISTS)
def test_odd_queries_are_answered(client, site, name):
    assert {query: client.get(f"{site[name]}?{query}").status_code for query in ODD} == ODD


def test_more_parameters_than_any_page_has_are_refused(client, site):
    assert client.get("/blog/?" + "&".join(f"p{n}=1" for n in range(1200))).status_code == 400


@pytest.mark.parametrize("number", ["0", "1", "2", "99999999999999999999", "-1"])
def test_sitemap_parts_that_are_not_there_are_missing(client, site, number):
    assert client.get(f"/sitemap-{number}.xml").status_code == 404
    assert client.get(f"/blog/sitemap-{number}.xml").status_code == 404


PAYLOADS = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'-alert(1)-'", "javascript:alert(1)", "{{7*7}}", "${7*7}",
    "</title><svg onload=alert(1)>", "%0d%0aX-Injected: 1", "<!--", "]]>", "\\u003cscript\\u003e", "'; SELECT pg_sleep(3); --",
    "1) OR pg_sleep(3)--", "../../../etc/passwd", "https://evil.example/", "//evil.example/",
]  # fmt: skip
NAMES = [
    "q",
    "next",
    "url",
    "redirect",
    "return",
    "utm_source",
    "article",
    "category",
    "from",
    "preview",
    "lang",
]


RAW_PAYLOAD = re.compile(
    r'<script>alert|<img src=x|<svg onload|href="javascript:|href="//evil|href="https://evil', re.IGNORECASE
)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_from_the_query_is_repeated_unescaped_or_followed(client, site, name):
    for payload in PAYLOADS:
        response = client.get(site[name] + "?" + "&".join(f"{key}={quote(payload)}" for key in NAMES))
        assert (payload, response.status_code, repeated(response)) == (payload, 200, [])


@pytest.mark.parametrize("name", LISTS)
def test_nothing_in_place_of_a_number_is_repeated_either(client, site, name):
    for payload in PAYLOADS:
        response = client.get(f"{site[name]}?page={quote(payload)}")
        assert (payload, response.status_code, repeated(response)) == (payload, 404, [])


def repeated(response):
    injected = [name for name in response.headers if name == "X-Injected"]
    return RAW_PAYLOAD.findall(response.content.decode()) + injected


@pytest.mark.parametrize("preview", ["1", "true", "draft", "all", "token"])
def test_no_parameter_opens_a_draft(client, site, preview):
    from tests.factories import make_article

    make_article(slug="kept-back", published_at=None)
    missing = client.get(f"/blog/missing/?preview={preview}")
    hidden = client.get(f"/blog/kept-back/?preview={preview}")
    assert (hidden.status_code, hidden.content.replace(b"kept-back", b"missing")) == (404, missing.content)
