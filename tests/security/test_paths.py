import pytest

from tests.security.conftest import EVERYTHING, READ

TRAVERSALS = [
    "../../etc/passwd", "..%2f..%2fetc/passwd", "%2e%2e/%2e%2e/etc/passwd", "....//....//etc/passwd",
    "..%5c..%5cetc%5cpasswd", "..%252f..%252fetc%252fpasswd", "%c0%ae%c0%ae/etc/passwd", "/etc/passwd", "//etc/passwd",
    "pictures/../../secret-key", "pictures/../../../manage.py", "file:///etc/passwd", "..;/..;/etc/passwd", ".", "..",
    "pictures", "pictures/", "%00", "a%00.png", "..%00/",
]  # fmt: skip
STRAY = [
    ".git/config", ".git/HEAD", ".env", ".htaccess", "wp-login.php", "wp-admin/", "xmlrpc.php", "phpinfo.php", "server-status",
    "config/settings.py", "manage.py", "requirements.txt", "var/secret-key", "backup.sql", "dump.sql", "db.sqlite3",
    "debug/", "__debug__/", "admin.php", "id_rsa", ".DS_Store", "composer.json", "package.json", "Dockerfile",
    "docker-compose.yml", "config.json", "api/", "graphql", "actuator/env", "metrics", "static/../manage.py",
    "crossdomain.xml", "web.config", "cgi-bin/x", "login", "users", "administrator/", "phpmyadmin/",
]  # fmt: skip
ODD = [
    "//evil.example", "//evil.example/", "/\\evil.example", "/%5cevil.example", "/%2f%2fevil.example/", "///evil.example",
    "/blog//evil.example", "/blog/%2f%2fevil.example", "/http://evil.example", "/https:evil.example", "/.//evil.example",
    "/%0d%0aLocation:%20http://evil.example", "/blog/%0d%0aSet-Cookie:x=1", "/%e2%80%ae/", "/%ff%fe/", "/blog/%ed%a0%80/",
    "/blog/" + "a" * 5000 + "/", "/" + "a/" * 1000, "/blog/an-article", "/BLOG/AN-ARTICLE/", "/blog/an-article/x/",
    "/blog/an-article//", "/blog/category/", "/blog/tag/", "/blog/author/", "/blog/tag/%00/", "/blog/tag/../an-article/",
    "/blog/tag/a%2fb/", "/~root", "/*", "/%", "/%%", "/?",
]  # fmt: skip
# What else than 404 is answered. The test's client takes what follows `//` for a host, as a browser does.
ANSWERS = {
    "//evil.example": 200,
    "//evil.example/": 200,
    "/?": 200,
    "/blog/an-article": 301,
    "/pictures": 301,
    "//etc/passwd": 301,
}


def expected(path):
    return 400 if "%00" in path else ANSWERS.get(path, 404)


@pytest.mark.parametrize("root", ["/media/", "/static/", "/"])
def test_no_path_leaves_its_folder(client, site, settings, root):
    for path in TRAVERSALS:
        response = client.get(root + path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert (path, response.status_code) == (path, expected(root + path))
        assert b"root:" not in body
        assert b"DJANGO_SETTINGS_MODULE" not in body


def test_stray_files_are_not_there(client, site):
    statuses = {path: client.get(f"/{path}", follow=True).status_code for path in STRAY}
    assert statuses == dict.fromkeys(STRAY, 404)


def test_odd_paths_are_answered_and_never_lead_off_the_site(client, site):
    for path in ODD:
        response = client.get(path)
        assert (path, response.status_code) == (path, expected(path))
        location = response.get("Location", "/")
        assert location.startswith("/"), path
        assert not location.startswith(("//", "/\\")), path
        assert len(response.cookies) == 0


METHODS = [
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    "PURGE",
    "LOCK",
    "GETX",
]


@pytest.mark.parametrize("name", READ)
def test_read_pages_answer_405_to_every_other_method(client, site, name):
    for method in METHODS:
        response = client.generic(method, site[name], "x=1", "application/x-www-form-urlencoded")
        assert (method, response.status_code, b"x=1" in response.content) == (method, 405, False)


@pytest.mark.parametrize("name", EVERYTHING)
def test_head_is_get_without_the_body(client, site, name):
    get, head = client.get(site[name]), client.head(site[name])
    assert (head.status_code, head.content, head["Content-Type"]) == (200, b"", get["Content-Type"])


@pytest.mark.parametrize("header", ["HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_METHOD_OVERRIDE"])
def test_a_method_cannot_be_overridden(client, site, header):
    assert client.get(site["article"], **{header: "DELETE"}).status_code == 200
