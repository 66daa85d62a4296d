import pytest
from django.db import InterfaceError, OperationalError, connection


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "words"), [("/livez", b"alive\n"), ("/readyz", b"ready\n")])
def test_a_site_in_order_says_so_to_a_get_and_a_head_only(client, path, words):
    answers = [client.get(path), client.head(path)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(200, words), (200, b"")]
    for method in ["post", "put", "patch", "delete", "options"]:
        refused = getattr(client, method)(path)
        assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_without_a_database_it_is_alive_but_not_ready(client, monkeypatch, error):
    def away(*args, **kwargs):
        raise error("secret detail")

    monkeypatch.setattr(connection, "cursor", away)
    assert client.get("/livez").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"database away\n")
