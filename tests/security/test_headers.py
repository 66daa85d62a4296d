import re

import pytest

from tests.security.conftest import EVERYTHING, PAGES

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


def policy(response):
    return {directive.strip() for directive in response["Content-Security-Policy"].split(";")}


@pytest.mark.parametrize("name", EVERYTHING)
def test_every_page_carries_the_strict_headers_and_no_cookie(client, site, name):
    response = client.get(site[name])
    assert response.status_code == 200
    assert policy(response) == POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert "camera=()" in response["Permissions-Policy"]
    assert (len(response.cookies), "Cookie" in response.get("Vary", "")) == (0, False)
    assert not {"Server", "X-Powered-By"} & set(response.headers)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nothing-here/", 404), ("/blog/nothing/", 404), ("/blog/?page=%00", 400), ("/media/none.png", 404)],
)
def test_error_pages_carry_them_too(client, site, path, status):
    response = client.get(path)
    assert (response.status_code, policy(response)) == (status, POLICY)
    assert len(response.cookies) == 0


@pytest.mark.parametrize("name", PAGES)
def test_no_page_holds_inline_script_style_token_or_foreign_resource(client, site, name):
    html = client.get(site[name]).content.decode()
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:|csrfmiddlewaretoken", html) == []
    scripts = [tag for tag in re.findall(r"<script[^>]*>", html) if "src=" not in tag]
    assert [tag for tag in scripts if tag != '<script type="application/ld+json">'] == []  # data: never run
    resources = re.findall(r'<(?:script|img|source|iframe|video)[^>]*?\s(?:src|srcset)="([^"]+)"', html)
    styles = re.findall(r'<link[^>]*rel="(?:stylesheet|icon|preload|modulepreload)"[^>]*href="([^"]+)"', html)
    assert [address for address in resources + styles if not address.startswith("/")] == []


def test_https_switches_on_secure_cookies_and_hsts():
    import os
    import subprocess
    import sys

    script = (
        "import django; django.setup(); from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, "
        "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, s.SECURE_SSL_REDIRECT)"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SITE_URL": "https://www.example.com",
        "SECRET_KEY": "x" * 60,
        "PROXY_COUNT": "1",
    }
    output = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert output.stdout.split() == ["__Host-session", "True", "__Host-csrf", "True", "63072000", "True"]
