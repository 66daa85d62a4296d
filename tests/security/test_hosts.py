import pytest

from tests.security.conftest import EVERYTHING

FORWARDED = [
    "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PREFIX", "HTTP_X_FORWARDED_SERVER", "HTTP_FORWARDED", "HTTP_X_ORIGINAL_URL",
    "HTTP_X_REWRITE_URL", "HTTP_X_HOST", "HTTP_X_REAL_IP", "HTTP_TRUE_CLIENT_IP", "HTTP_X_HTTP_METHOD_OVERRIDE",
    "HTTP_ORIGIN", "HTTP_REFERER",
]  # fmt: skip
HOSTS = [
    "evil.example", "localhost.evil.example", "localhost:80:80", "local host", "localhost@evil.example", "",
    "localhost/evil", "localhost?x", "localhost#x", "[::1", "127.0.0.1.evil.example", "localhost\t", "evil.example:80",
    "xn--", "*", "localhost,evil.example",
]  # fmt: skip


@pytest.mark.parametrize("name", EVERYTHING)
def test_an_unknown_host_is_refused_and_not_repeated(client, site, name):
    for host in HOSTS:
        response = client.get(site[name], HTTP_HOST=host)
        assert (host, response.status_code, b"evil" in response.content) == (host, 400, False)


@pytest.mark.parametrize("name", EVERYTHING)
def test_forwarded_headers_change_nothing(client, site, name):
    for header in FORWARDED:
        response = client.get(site[name], **{header: "evil.example"})
        assert (header, response.status_code, b"evil" in response.content) == (header, 200, False)
        assert "Access-Control-Allow-Origin" not in response.headers


def test_feed_and_sitemap_name_the_configured_site_only(client, site, settings):
    for name in ["feed", "sitemap", "robots"]:
        text = client.get(site[name], HTTP_HOST="127.0.0.1").content.decode()
        assert settings.SITE_URL in text
        assert "127.0.0.1" not in text
