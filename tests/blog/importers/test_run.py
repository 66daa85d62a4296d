import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from blog.importers.entry import Failure
from blog.importers.receipt import Receipt
from blog.importers.run import run
from blog.importers.writer import Writer
from blog.models import Article, Authorship, ImportRecord, MovedPage, Publication
from tests.blog.importers.factories import make_entry
from tests.factories import NOW

ROOT = Path(__file__).parents[3]


@pytest.mark.django_db
def test_a_reader_is_asked_once_and_may_yield_failures_in_between():
    def reader():
        yield make_entry("a.md")
        yield Failure("b.md", "It has no title.")
        yield make_entry("c.md")

    receipt, watched = Receipt(), []

    def watch(entries, doing, count):
        watched.append((doing, count))
        return entries

    run(reader(), Writer("markdown", assets=[], at=NOW), receipt, watch=watch)
    assert (receipt.counts["imported"], receipt.counts["failed"], watched) == (2, 1, [("Writing", 2)])


def folder_of_posts(folder, count):
    for number in range(count):
        text = f"---\ntitle: Post {number}\ndate: 2020-01-02\nauthors: [ida]\ntags: [t]\nexcerpt: Words.\n---\nWords.\n"
        (folder / f"{number:04}.md").write_text(text)
    return folder


def wait_until(condition, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "It did not happen in time."
        time.sleep(0.02)


@pytest.fixture
def importing(tmp_path, transactional_db):
    """The import of 900 posts, as a process that is working."""
    database = connection.settings_dict
    url = f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST'] or ''}/{database['NAME']}"
    if database["HOST"].startswith("/"):
        url = f"postgres://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
    command = [
        sys.executable,
        str(ROOT / "manage.py"),
        "import_markdown",
        str(folder_of_posts(tmp_path, 900)),
    ]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "BYLINE_VAR": str(tmp_path / "var")},
        stderr=subprocess.PIPE,
        text=True,
        # A shell's background job ignores Ctrl-C, and its children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        wait_until(lambda: ImportRecord.objects.count() >= 5 or process.poll() is not None)
        yield process
    finally:
        process.kill()  # whatever happened: it would go on writing into the tests after this one
        process.wait()


@pytest.mark.process
def test_control_c_leaves_whole_articles_and_says_how_to_go_on(importing):
    importing.send_signal(signal.SIGINT)
    _, said = importing.communicate(timeout=60)
    done = Article.objects.count()
    assert (importing.returncode, 5 <= done < 900) == (130, True)
    assert said.strip() == (
        f"Stopped. {done} articles were written and are whole; {900 - done} files were not looked at. "
        "Run the same command again to go on."
    )
    for model in (ImportRecord, Authorship, MovedPage, Publication):
        assert model.objects.count() == done
    assert Article.objects.filter(published_at=None).count() == 0
