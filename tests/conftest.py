import gc
from pathlib import Path

import pytest
from django.conf import settings
from django.test import TransactionTestCase, override_settings

from tests import tables

TransactionTestCase._fixture_teardown = tables.empty


# Those that take longest, so that no process works on one of them when the others have nothing left to do.
LONGEST = [
    *("rights/test_addresses.py", "bin/test_start.py", "blog/importers/test_corpus.py"),
    *("config/page_cache/test_exactness.py", "config/page_cache/test_files.py"),
    *("config/embedded/test_survival.py", "config/embedded/test_places.py", "security/test_numbers.py"),
    *(
        "config/embedded/backend/test_base.py",
        "leads/admin/test_narrowing.py",
        "config/embedded/test_start.py",
    ),
    *("security/test_paths.py", "config/demo/test_seed.py", "blog/admin/test_desk.py", "blog/test_views.py"),
    *("journeys/test_desk.py", "journeys/test_admin_pages.py", "journeys/test_writing_keys.py"),
    *("journeys/test_narrow.py", "journeys/test_writing_blocks.py", "journeys/test_writing_links.py"),
    *("journeys/test_inbox.py", "journeys/test_pasting.py", "journeys/test_accessibility.py"),
    *("journeys/test_reading.py", "journeys/test_picture_library.py", "journeys/test_writing_pictures.py"),
    *("journeys/test_admin_writing.py", "journeys/test_talk_script.py", "journeys/test_hostile_bodies.py"),
]
ROOT = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """Journeys last: from the first page on, Playwright keeps an event loop running in this process, beside which no
    `asyncio.run` is possible. Whole files, because that is what is given to a process; the longest first."""
    place = {ROOT / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ("tests/journeys/" in item.nodeid, place.get(item.path, len(LONGEST))))


def pytest_collection_finish(session):
    """All that was read stays to the end: from here on, nobody need look through it for what might go."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """What is written for a test need not outlive a power cut: no commit waits for the disk."""
    from django.db import connection

    options = connection.settings_dict["OPTIONS"]
    options["options"] = f"{options.get('options', '')} -c synchronous_commit=off"


@pytest.fixture(scope="session", autouse=True)
def _plain_and_quick(django_test_environment):
    """Static files keep their names and need not be collected; passwords are hashed in no time."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={**settings.STORAGES, "staticfiles": plain},
    ):
        yield


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    """Nothing a test writes is left behind."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CARD_FOLDER = tmp_path / "cards"
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.SPOOL_FOLDER = tmp_path / "spool"


@pytest.fixture(autouse=True)
def _nothing_planned():
    """As a process that has just looked: counts of queries do not depend on the second in which they are made."""
    from blog.planning import clock

    clock.trust(None, seconds=3600)
    yield
    clock.forget()


@pytest.fixture(autouse=True)
def _nothing_counted():
    """Numbers are written when a test says so, not after so many seconds."""
    from blog.readers import networks
    from blog.reads import reads
    from blog.tally import tally
    from leads.openings import openings

    tally.forget(quiet_for=3600)
    reads.forget(pause=None)
    openings.forget(pause=None)
    networks.forget()
    yield
    tally.forget()
    reads.forget(pause=None)
    openings.forget(pause=None)


@pytest.fixture(autouse=True)
def _no_jobs_of_others(request):
    """A flush passes procrastinate's tables by: jobs of an earlier transactional test would still stand there."""
    if request.node.get_closest_marker("django_db") and "/leads/" in str(request.path):
        request.getfixturevalue(
            "transactional_db"
            if request.node.get_closest_marker("django_db").kwargs.get("transaction")
            else "db"
        )
        from django.db import connection

        connection.cursor().execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def no_old_jobs(transactional_db):
    """Tests that commit leave jobs behind: their table is not one of our models, so it is not emptied for us."""
    yield
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
