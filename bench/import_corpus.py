"""How long the import of a real blog takes, and how much memory: python bench/import_corpus.py [POSTS ASSETS]

Runs in a database of its own (test_… beside the one of DATABASE_URL), which is dropped at the end, with pictures in a
temporary folder. The first run includes decoding every picture and making its WebP renditions; the second changes
nothing. The default is the corpus beside this repository.
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"


def main(posts: Path, assets: Path) -> None:
    if not posts.is_dir():
        print(f"skipped: there is no folder {posts}")
        return
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    with tempfile.TemporaryDirectory() as media:
        measure(posts, assets, media)


def measure(posts: Path, assets: Path, media: str) -> None:
    import django
    from django.test.utils import override_settings, setup_databases, teardown_databases

    django.setup()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with override_settings(MEDIA_ROOT=media):
            print(f"before           {'':8} {peak():6.0f} MB")
            for run in ("first", "second"):
                seconds, receipt = imported(posts, assets)
                print(f"{run:<6} import    {seconds:6.1f} s {peak():6.0f} MB  {receipt}")
    finally:
        teardown_databases(databases, verbosity=0)


def imported(posts: Path, assets: Path):
    from django.utils import timezone

    from blog.importers.markdown import read
    from blog.importers.receipt import Receipt
    from blog.importers.run import run
    from blog.importers.writer import Writer

    began, receipt = time.perf_counter(), Receipt()
    run(read(posts), Writer("markdown", assets=[assets], at=timezone.now()), receipt)
    return time.perf_counter() - began, receipt.as_text().splitlines()[0]


def peak() -> float:
    """Megabytes that this process has held at most; PostgreSQL's are its own."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3] or [CORPUS / "content", CORPUS / "assets"]))
