import pytest
from django.test import RequestFactory

from config.origin import is_foreign


def asked(**headers):
    return RequestFactory().post("/", headers={"Host": "localhost", **headers})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://localhost"},
        {"Origin": "https://www.example.com"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "none"},
        {"Referer": "http://localhost/blog/a/"},
    ],
)
def test_our_own_pages_and_clients_that_are_no_browser_may_post(settings, headers):
    settings.SITE_URL = "https://www.example.com"
    assert is_foreign(asked(**headers)) is False


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://localhost:81"},
        {"Origin": "https://localhost"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost@evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
        {"Referer": "https://evil.example/http://localhost/"},
        {"Referer": "http://[broken"},
    ],
)
def test_other_sites_may_not_post(headers):
    assert is_foreign(asked(**headers)) is True
