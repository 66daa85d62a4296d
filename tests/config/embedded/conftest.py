import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from config.embedded.launch import PROJECT
from tests.config.embedded.site import Site, query


@pytest.fixture
def folder():
    """Short and of our own, so that only what a test adds makes a path long, closed or odd."""
    path = Path(tempfile.mkdtemp(prefix="byline-test-", dir="/tmp"))
    yield path
    shutil.rmtree(path)


@pytest.fixture
def make_site(folder):
    sites = []

    def make(var=None, **options):
        sites.append(Site(var or folder / "var", **options))
        return sites[-1]

    yield make
    for site in sites:
        site.remove()


@pytest.fixture
def site(make_site):
    return make_site()


@pytest.fixture(scope="session")
def stopped():
    """A server with one committed row, made once and stopped: to be copied."""
    site = Site(Path(tempfile.mkdtemp(prefix="byline-test-", dir="/tmp")) / "var")
    client, url = site.start()
    query(url, "CREATE TABLE kept AS SELECT 'safe' AS word")
    client.leave()
    site.stop()
    yield site
    shutil.rmtree(site.var.parent)


@pytest.fixture
def made_site(site, stopped):
    """Not a first start: cheaper, where the making is not the matter."""
    subprocess.run(["cp", "-a", stopped.var, site.var], check=True)
    return site


@pytest.fixture
def ordinary_user(folder):
    """Somebody without rights, and a Python that they may run. Only root can become somebody else."""
    if os.geteuid() != 0:
        pytest.skip("needs root, to become another user")
    user = pwd.getpwnam("nobody")
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        command = [python, "-c", "import config.embedded"]
        try:
            subprocess.run(
                command,
                user=user.pw_uid,
                group=user.pw_gid,
                cwd="/",
                env={"PYTHONPATH": str(PROJECT)},
                check=True,
            )
        except (OSError, subprocess.CalledProcessError):
            continue
        os.chown(folder, user.pw_uid, user.pw_gid)
        return user, python
    pytest.skip("there is no Python here that an ordinary user may run on this project")
