import os
import subprocess
import sys
import textwrap

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import embedded
from config.embedded import binaries
from config.embedded.launch import PROJECT
from tests.config.embedded.site import Client, kill, query, wait_until

SETTINGS = "tests.config.embedded.backend.tiny_settings"
ASKS = """
import sys, django
django.setup()
from django.db import connection
for line in sys.stdin:
    while True:  # the first query after a kill may fail, as with any server
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            break
        except django.db.OperationalError:
            connection.close()
    connection.close()
    print(connection.settings_dict["HOST"], flush=True)
"""


@pytest.fixture
def django_site(site):
    site.environment |= {"DJANGO_SETTINGS_MODULE": SETTINGS, "BYLINE_VAR": str(site.var)}
    return site


def run(site, *command):
    return subprocess.run(
        [sys.executable, *command],
        env=site.environment,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )


@pytest.mark.parametrize("command", ["--help", "check", "makemigrations --help", "shell -c pass"])
@pytest.mark.process
def test_commands_that_need_no_data_start_no_server(django_site, command):
    run(django_site, "-m", "django", *command.split())
    assert not django_site.var.exists()


@pytest.mark.process
def test_the_first_query_starts_the_server_and_the_end_of_the_process_lets_it_go(django_site):
    run(django_site, "-m", "django", "migrate", "--verbosity=0")
    wait_until(django_site.is_gone)
    _, url = django_site.start()
    assert query(url, "SELECT count(*) FROM django_migrations WHERE app = 'procrastinate'") > 0


@pytest.mark.parametrize(("victim", "pool"), [("keeper", ""), ("keeper", "on"), ("postmaster", "on")])
@pytest.mark.process
def test_connections_come_back_after_a_kill(made_site, django_site, victim, pool):
    client = Client(django_site, script=ASKS, environment={"DATABASE_POOL": pool})
    django_site.clients.append(client)
    assert _ask(client) == str(django_site.cluster.socket)
    before = django_site.postmasters()
    kill(django_site.keeper() if victim == "keeper" else before[0])
    wait_until(lambda: django_site.postmasters() not in ([], before))
    assert _ask(client) == str(django_site.cluster.socket)


@pytest.mark.process
def test_a_worker_that_nobody_helps_takes_jobs_and_brings_a_killed_keeper_back(django_site):
    run(django_site, "-m", "django", "migrate", "--verbosity=0")
    client, url = django_site.start()
    query(
        url,
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('default', 'unknown', 'todo')",
    )
    worker = subprocess.Popen(
        [sys.executable, "-m", "django", "procrastinate", "worker"],
        env=django_site.environment,
        cwd=PROJECT,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: query(url, "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'") == 0)
        client.leave()
        keeper = django_site.keeper()
        kill(keeper)
        wait_until(lambda: django_site.is_ready() and django_site.keeper() != keeper)
    finally:
        worker.terminate()
        worker.wait()


@pytest.mark.process
def test_test_databases_are_made_by_several_processes_on_one_server(django_site, folder):
    (folder / "test_it.py").write_text(
        textwrap.dedent("""
            import pytest
            from django.contrib.auth.models import User
            from django.db import connection

            @pytest.mark.parametrize("number", range(4))
            def test_rows_of_other_tests_are_not_seen(db, number):
                User.objects.create(username="ada")
                assert User.objects.count() == 1
                assert connection.settings_dict["NAME"].startswith("test_byline")
        """)
    )
    ran = run(
        django_site,
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "-p",
        "no:cacheprovider",
        f"--rootdir={folder}",
        "-c",
        "/dev/null",
        str(folder),
    )
    assert "4 passed" in ran.stdout
    wait_until(django_site.is_gone)


@pytest.mark.parametrize("path", [os.environ["PATH"], "/nowhere"], ids=["as it is", "without psql"])
@pytest.mark.process
def test_dbshell_finds_the_server_and_brings_its_own_psql_where_there_is_none(django_site, path):
    django_site.environment["PATH"] = path
    said = run(django_site, "-m", "django", "dbshell", "--", "-Atc", "SELECT current_database()")
    assert said.stdout == "byline\n"


def test_what_keeps_the_server_from_starting_is_a_database_error(tmp_path, monkeypatch):
    from django.db.utils import OperationalError

    from config.embedded.backend.base import DatabaseWrapper

    monkeypatch.setattr(binaries, "found", lambda: iter([]))
    connection = DatabaseWrapper({"NAME": "byline", "OPTIONS": {}, "VAR": str(tmp_path)})
    with pytest.raises(OperationalError, match="There is no PostgreSQL to run"):
        connection.get_connection_params()


def test_windows_is_told_what_it_needs(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(ImproperlyConfigured) as refused:
        embedded.settings(tmp_path)
    assert str(refused.value) == (
        "On Windows the site cannot run its own PostgreSQL: set DATABASE_URL to the address of one."
    )


def _ask(client):
    client.process.stdin.write("\n")
    client.process.stdin.flush()
    return client.process.stdout.readline().strip()
