import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.pooled import PooledConnection

SETTINGS = Path(__file__).resolve().parents[2] / "config/settings.py"
KEY = "k" * 64
OWN = {"CDN": "own", "CDN_API": "http://cache.internal/drop"}


@pytest.fixture
def read(monkeypatch, tmp_path):
    """The settings as they are with these variables and no others."""

    def read(**environment):
        known = [
            "DATABASE_URL",
            "DATABASE_POOL",
            "EMAIL_URL",
            "SECRET_KEY",
            "DEBUG",
            "ALLOWED_HOSTS",
            "SITE_URL",
            "PORT",
            "THREADS",
            "CDN",
            "CDN_ZONE",
            "CDN_TOKEN",
            "CDN_API",
            "PAGE_FILES",
            "PAGE_CACHE_MEGABYTES",
            *(f"MEDIA_{name}" for name in ("BUCKET", "KEY", "SECRET", "ENDPOINT", "REGION", "PUBLIC_URL")),
        ]
        for name in known:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("BYLINE_VAR", str(tmp_path))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return read


def chosen(settings, *names):
    return {name: settings[name] for name in names}


def test_without_any_variable_the_site_is_for_this_machine_only_and_tells_nothing(read):
    settings = read()
    assert chosen(settings, "DEBUG", "SITE_URL", "ALLOWED_HOSTS") == {
        "DEBUG": False,
        "SITE_URL": "http://localhost:8000",
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
    }
    assert settings["DATABASES"]["default"]["ENGINE"] == "config.embedded.backend"


def test_an_https_address_makes_cookies_and_redirects_strict(read):
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"]
    cookies = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME"]
    https = read(SITE_URL="https://www.example.com", SECRET_KEY=KEY, PROXY_COUNT="1")
    assert list(chosen(https, *names, *cookies).values()) == [
        True, True, True, 63_072_000, "__Host-session", "__Host-csrf",
    ]  # fmt: skip
    http = read(PORT="8001")
    assert list(chosen(http, *names, *cookies).values()) == [
        False, False, False, 0, "byline-session-8001", "byline-csrf-8001",
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["", "short"])
def test_an_https_address_wants_a_key(key, read):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(SITE_URL="https://www.example.com", SECRET_KEY=key, PROXY_COUNT="1")
    assert str(refusal.value) == "SECRET_KEY must be set to at least 50 random characters."


def test_an_https_address_wants_a_proxy_that_speaks_it(read):
    with pytest.raises(ImproperlyConfigured, match="PROXY_COUNT must say how many proxies"):
        read(SITE_URL="https://www.example.com", SECRET_KEY=KEY)


def test_the_key_is_the_one_that_the_start_made(read, tmp_path):
    (tmp_path / "secret-key").write_text("made by the start\n")
    assert read()["SECRET_KEY"] == "made by the start"
    assert read(SECRET_KEY=KEY)["SECRET_KEY"] == KEY


def test_the_pool_is_larger_than_the_threads_and_only_where_it_is_asked_for(read):
    address = "postgres://db/byline?sslmode=require"
    pooled = read(DATABASE_URL=address, DATABASE_POOL="on", THREADS="6")["DATABASES"]["default"]
    sizes = {"min_size": 2, "max_size": 8, "timeout": 4}
    assert pooled["OPTIONS"]["pool"] == sizes | {"connection_class": PooledConnection}
    assert pooled["OPTIONS"]["sslmode"] == "require"
    assert pooled["CONN_HEALTH_CHECKS"] is True
    assert "pool" not in read(DATABASE_URL=address)["DATABASES"]["default"]["OPTIONS"]


def test_sessions_say_whether_a_cdn_stands_in_front(read):
    assert read()["CDN"] == {}
    assert "byline.cdn" not in read()["DATABASES"]["default"]["OPTIONS"]["options"]
    found = read(CDN="fastly", CDN_ZONE="abc", CDN_TOKEN="secret")
    assert found["CDN"]["api"] == "https://api.fastly.com/service/abc"
    assert "-c byline.cdn=on" in found["DATABASES"]["default"]["OPTIONS"]["options"]


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"CDN": "akamai"}, "CDN must be fastly, cloudflare, own, or empty"),
        ({"CDN": "fastly", "CDN_ZONE": "abc"}, "so CDN_TOKEN must be set"),
        ({"CDN": "cloudflare"}, "so CDN_ZONE and CDN_TOKEN must be set"),
        ({"CDN": "own"}, "so CDN_API must be set"),
        ({"CDN": "own", "CDN_API": "cache.internal"}, "CDN_API must be an address"),
        ({**OWN, "PAGE_FILES": "on"}, "PAGE_FILES must be off with a CDN"),
        ({**OWN, "PAGE_CACHE_MEGABYTES": "0"}, "PAGE_CACHE_MEGABYTES must not be 0"),
        ({"PAGE_FILES": "on", "PAGE_CACHE_MEGABYTES": "0"}, "PAGE_CACHE_MEGABYTES must not be 0"),
    ],
)
def test_half_a_cdn_stops_the_start(variables, words, read):
    with pytest.raises(ImproperlyConfigured, match=words):
        read(**variables)


def test_mail_goes_to_files_until_a_server_is_named(read, tmp_path):
    assert chosen(read(), "EMAIL_BACKEND", "MAIL_FOLDER") == {
        "EMAIL_BACKEND": "config.mail.FolderBackend",
        "MAIL_FOLDER": tmp_path / "mail",
    }
    named = read(EMAIL_URL="smtps://ann:secret@mail.example.com")
    assert chosen(named, "EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_SSL") == {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "mail.example.com",
        "EMAIL_PORT": 465,
        "EMAIL_USE_SSL": True,
    }


def test_no_policy_lets_an_inline_script_or_another_site_in(read):
    directives = read()["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert {
        source for name, sources in directives.items() if name.endswith("-src") for source in sources
    } == {
        "'none'",
        "'self'",
    }


BUCKET = {"MEDIA_BUCKET": "company-media", "MEDIA_KEY": "key", "MEDIA_SECRET": "secret"}


def test_media_are_on_the_disk_until_a_bucket_is_named(read):
    assert read()["STORAGES"]["default"] == {"BACKEND": "config.disk.Disk"}
    named = read(**BUCKET)
    assert named["STORAGES"]["default"] == {"BACKEND": "config.bucket.Bucket"}
    assert chosen(named, "MEDIA_ENDPOINT", "MEDIA_REGION", "MEDIA_PUBLIC_URL", "MEDIA_URL") == {
        "MEDIA_ENDPOINT": "",
        "MEDIA_REGION": "us-east-1",
        "MEDIA_PUBLIC_URL": "",
        "MEDIA_URL": "/media/",
    }
    assert named["CONTENT_SECURITY_POLICY"] == read()["CONTENT_SECURITY_POLICY"]


def test_pictures_alone_may_come_from_their_public_address(read):
    public = read(**BUCKET, MEDIA_PUBLIC_URL="https://CDN.example.com/ours/")
    policy = {**read()["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]}
    assert public["MEDIA_PUBLIC_URL"] == "https://cdn.example.com/ours"
    assert public["CONTENT_SECURITY_POLICY"]["DIRECTIVES"] == {
        **policy,
        "img-src": ["'self'", "https://cdn.example.com/ours/"],
    }


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"MEDIA_BUCKET": "company-media"}, "MEDIA_KEY must be set, too, because MEDIA_BUCKET is."),
        ({**BUCKET, "MEDIA_SECRET": " "}, "MEDIA_SECRET must be set, too, because MEDIA_BUCKET is."),
        (
            {"MEDIA_PUBLIC_URL": "https://a.example"},
            "MEDIA_BUCKET must be set, too, because MEDIA_PUBLIC_URL is.",
        ),
        (
            {**BUCKET, "MEDIA_BUCKET": "a/b"},
            "MEDIA_BUCKET must be the name of a bucket, such as company-media.",
        ),
        (
            {**BUCKET, "MEDIA_ENDPOINT": "s3.example.com"},
            "MEDIA_ENDPOINT must be an address such as https://media.example.com.",
        ),
        (
            {**BUCKET, "MEDIA_PUBLIC_URL": "https://a.example/x;script-src"},
            "MEDIA_PUBLIC_URL must be an address such as https://media.example.com.",
        ),
        (
            {
                **BUCKET,
                "MEDIA_PUBLIC_URL": "http://a.example",
                "SITE_URL": "https://www.example.com",
                "SECRET_KEY": KEY,
                "PROXY_COUNT": "1",
            },
            "MEDIA_PUBLIC_URL must be https when SITE_URL is: browsers refuse the mixture.",
        ),
    ],
)
def test_half_a_bucket_is_none(given, sentence, read):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(**given)
    assert str(refusal.value) == sentence
