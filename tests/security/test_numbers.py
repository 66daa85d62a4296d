from urllib.parse import quote

import pytest

NUMBERS = [
    "0", "-1", "1", "2", "01", "1.0", "1e3", "1e309", "NaN", "nan", "inf", "-inf", "0x10", "1_000", " 1", "1 ", "+1", "", "last",
    "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1" + "0" * 26, "9" * 5000, "٣", "１", "²", "½",
    "1;drop table", "1'", '1"', "(1)", "1%", "true", "null", "[]",
]  # fmt: skip
RAW = ["%00", "%ed%a0%80", "%ff", "1%00", "%c0%80"]


@pytest.mark.parametrize("number", [quote(number) for number in NUMBERS] + RAW)
@pytest.mark.parametrize("name", ["index", "category", "tag", "author"])
def test_page_numbers_are_clamped_or_refused(client, site, name, number):
    assert client.get(f"{site[name]}?page={number}").status_code in {200, 400, 404}


@pytest.mark.parametrize(
    "query",
    [
        "page=1&page=2",
        "page[]=1",
        "page[$gt]=1",
        "page",
        "=",
        "&&&",
        "page=1&" * 60 + "x=1",
        "x=" + "a" * 4000,
        "%00=1",
        "a=%00",
    ],
)
def test_odd_queries_are_answered(client, site, query):
    assert client.get(f"/blog/?{query}").status_code in {200, 400, 404}


def test_more_parameters_than_any_page_has_are_refused(client, site):
    assert client.get("/blog/?" + "&".join(f"p{n}=1" for n in range(1200))).status_code == 400


@pytest.mark.parametrize("number", ["0", "1", "2", "99999999999999999999", "-1"])
def test_sitemap_parts_that_are_not_there_are_missing(client, site, number):
    assert client.get(f"/sitemap-{number}.xml").status_code in {200, 404}
    assert client.get(f"/blog/sitemap-{number}.xml").status_code in {200, 404}


PAYLOADS = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'-alert(1)-'", "javascript:alert(1)", "{{7*7}}", "${7*7}",
    "</title><svg onload=alert(1)>", "%0d%0aX-Injected: 1", "<!--", "]]>", "\\u003cscript\\u003e", "'; SELECT pg_sleep(3); --",
    "1) OR pg_sleep(3)--", "../../../etc/passwd", "https://evil.example/", "//evil.example/",
]  # fmt: skip
NAMES = [
    "page",
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


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("name", ["home", "index", "article", "tag", "page", "talk"])
def test_nothing_from_the_query_is_repeated_unescaped_or_followed(client, site, name, payload):
    response = client.get(site[name] + "?" + "&".join(f"{key}={quote(payload)}" for key in NAMES))
    assert response.status_code in {200, 404}
    html = response.content.decode()
    for raw in (
        "<script>alert",
        "<img src=x",
        "<svg onload",
        'href="javascript:',
        'href="//evil',
        'href="https://evil',
    ):
        assert raw not in html
    assert "X-Injected" not in response.headers


@pytest.mark.parametrize("preview", ["1", "true", "draft", "all", "token"])
def test_no_parameter_opens_a_draft(client, site, preview):
    from tests.factories import make_article

    make_article(slug="kept-back", published_at=None)
    missing = client.get(f"/blog/missing/?preview={preview}")
    hidden = client.get(f"/blog/kept-back/?preview={preview}")
    assert (hidden.status_code, hidden.content.replace(b"kept-back", b"missing")) == (404, missing.content)
