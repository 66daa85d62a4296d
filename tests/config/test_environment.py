import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper

from config import environment


@pytest.mark.parametrize("value", ["1", "on", "ON", "true", "Yes"])
def test_a_flag_is_on(monkeypatch, value):
    monkeypatch.setenv("DEBUG", value)
    assert environment.flag("DEBUG") is True


@pytest.mark.parametrize("value", ["", "0", "off", "False", "no"])
def test_a_flag_is_off(monkeypatch, value):
    monkeypatch.setenv("DEBUG", value)
    assert environment.flag("DEBUG") is False


@pytest.mark.parametrize(
    ("read", "value", "sentence"),
    [
        (environment.flag, "perhaps", "DEBUG must be on or off."),
        (lambda name: environment.number(name, 4), "four", "DEBUG must be a whole number from 0."),
        (lambda name: environment.number(name, 4), "-1", "DEBUG must be a whole number from 0."),
        (
            lambda name: environment.site_url(name, ""),
            "www.example.com",
            "DEBUG must be an address such as https://www.example.com.",
        ),
        (
            lambda name: environment.site_url(name, ""),
            "https://www.example.com:https",
            "DEBUG must be an address such as https://www.example.com.",
        ),
        (
            lambda name: environment.site_url(name, ""),
            "https://www.example.com/shop",
            "DEBUG must be an address such as https://www.example.com.",
        ),
    ],
)
def test_a_bad_value_is_refused_with_the_name_of_the_variable(monkeypatch, read, value, sentence):
    monkeypatch.setenv("DEBUG", value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        read("DEBUG")
    assert str(refusal.value) == sentence


def test_an_empty_variable_is_as_good_as_none(monkeypatch, tmp_path):
    monkeypatch.setenv("PORT", " ")
    assert environment.text("PORT", "8000") == "8000"
    assert environment.number("PORT", 8000) == 8000
    assert environment.words("PORT", "a, b,,c ") == ["a", "b", "c"]
    assert environment.folder("PORT", tmp_path) == tmp_path


def test_a_site_address_loses_the_slash_at_its_end(monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://www.example.com/")
    assert environment.site_url("SITE_URL", "") == "https://www.example.com"


def read(url):
    settings = environment.database(url)
    assert settings.pop("ENGINE") == "django.db.backends.postgresql"
    return settings


def settings(**known):
    return dict.fromkeys(["NAME", "USER", "PASSWORD", "HOST", "PORT"], "") | {"OPTIONS": {}} | known


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgres://ann:secret@db.example.com:6432/byline?sslmode=verify-full&sslrootcert=/etc/ca.pem",
            settings(
                NAME="byline",
                USER="ann",
                PASSWORD="secret",
                HOST="db.example.com",
                PORT="6432",
                OPTIONS={"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"},
            ),
        ),
        ("postgresql://db/byline", settings(NAME="byline", HOST="db")),
        (
            "postgres://ann%40example.com:p%40ss%3A%2F%3F%23%25@db/byline",
            settings(NAME="byline", USER="ann@example.com", PASSWORD="p@ss:/?#%", HOST="db"),
        ),
        ("postgres://ann:a:b@db/byline", settings(NAME="byline", USER="ann", PASSWORD="a:b", HOST="db")),
        ("postgres://ann:pa+ss@db/byline", settings(NAME="byline", USER="ann", PASSWORD="pa+ss", HOST="db")),
        ("postgres:///byline?host=/run/postgresql", settings(NAME="byline", HOST="/run/postgresql")),
        (
            "postgres://ann@/byline?host=/run/my%20socket&port=5433",
            settings(NAME="byline", USER="ann", HOST="/run/my socket", PORT="5433"),
        ),
        ("postgres://%2Frun%2FPostgres/byline", settings(NAME="byline", HOST="/run/Postgres")),
        ("postgres://[::1]:5433/byline", settings(NAME="byline", HOST="::1", PORT="5433")),
        ("postgres://db/my%20blog", settings(NAME="my blog", HOST="db")),
        (
            "postgres:///?dbname=byline&user=ann&password=p%26q",
            settings(NAME="byline", USER="ann", PASSWORD="p&q"),
        ),
    ],
)
def test_a_database_address_is_read_as_libpq_reads_it(url, expected):
    assert read(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "mysql://db/byline",
        "db/byline",
        "postgres://ann:p@ss@db/byline",
        "postgres://ann:pa/ss@db/byline",
        "postgres://db:port/byline",
        "postgres://db/",
    ],
)
def test_a_database_address_that_cannot_be_right_is_refused_without_its_password(url):
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.database(url)
    assert str(refusal.value).startswith(
        "DATABASE_URL must look like postgres://user:password@host:5432/name "
    )
    assert "ann" not in str(refusal.value)


@pytest.mark.django_db
def test_a_password_with_signs_in_it_signs_in(django_db_blocker):
    """A real role, a real connection to where the tests run."""
    here = connection.get_connection_params()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        [user] = cursor.fetchone()
    url = f"postgres://{user}:p%40ss%3A%2F%3F%23@/{here['dbname']}?host={here['host']}&application_name=a%20b"
    if here.get("port"):
        url += f"&port={here['port']}"
    own = DatabaseWrapper({**connection.settings_dict, **environment.database(url)})
    with own.cursor() as cursor:
        cursor.execute("SELECT current_database(), current_setting('application_name')")
        assert cursor.fetchone() == (here["dbname"], "a b")
    own.close()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "smtps://ann%40example.com:p%40ss@mail.example.com",
            {
                "EMAIL_HOST_USER": "ann@example.com",
                "EMAIL_HOST_PASSWORD": "p@ss",
                "EMAIL_PORT": 465,
                "EMAIL_USE_SSL": True,
            },
        ),
        (
            "smtp+tls://mail.example.com",
            {"EMAIL_HOST_USER": "", "EMAIL_HOST_PASSWORD": "", "EMAIL_PORT": 587, "EMAIL_USE_TLS": True},
        ),
        (
            "smtp://mail.example.com:1025",
            {"EMAIL_HOST_USER": "", "EMAIL_HOST_PASSWORD": "", "EMAIL_PORT": 1025},
        ),
    ],
)
def test_a_mail_address_becomes_djangos_settings(url, expected):
    same = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "mail.example.com"}
    assert environment.mail(url) == same | expected


@pytest.mark.parametrize(
    "url", ["imap://mail.example.com", "smtp://", "mail.example.com", "smtp://mail:port"]
)
def test_a_mail_address_that_cannot_be_right_is_refused(url):
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.mail(url)
    assert str(refusal.value) == (
        "EMAIL_URL must look like smtps://user:password@mail.example.com:465 (or smtp://, smtp+tls://)."
    )
