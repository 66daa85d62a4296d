"""Readers, enquiries and an editor at once, for minutes: `.venv/bin/python -m bench.mixed`.

    [--minutes 10] [--folder DIR] [--readers 1000] [--leads 5] [--every 2] [--warm 30]

Starts a site of its own with the demo content (two web processes, worker, PostgreSQL). Then, all at the same time:
readers (`readers.py`) come at a constant rate, however long answers take, and ask for what readers ask (`mix.py`);
visitors write (`enquiries.py`); an editor changes titles at the desk, and looks at once whether readers have them
(`editor.py`).
Each title ends with the number of its edition (`editions.py`), so every answer tells how old it is: one that was asked
for after the editor's “Published” had come and shows an older edition is stale (`staleness.py`). Readers run no scripts
and fetch no stylesheets: each request is one for a page.

Prints one page; the exit code is 1 when anything failed, was stale, or was lost or doubled.
"""
