"""Whole pages, kept in the memory of each web process and dropped the moment what they show changes.

    request ── layer.py ──▶ pages.py (hit) ─────────────────────────▶ answer
                   ├──▶ making.py: somebody makes it already ──▶ their page
                   └──▶ Django: a view under `@kept` notes what it reads ──▶ kept under those surrogate keys
                              └──▶ parts.py: cards, head and foot, which many pages share, are kept beside them
    a row changes ── trigger: drop_pages(keys) ── NOTIFY at commit ──▶ listener.py in every process ──▶ dropped
                   ├──▶ renewing.py: what many ask for is made anew first
                   ├──▶ files.py: its file is deleted, if nginx hands pages out
                   └──▶ an outbox row ── purging.py in the worker ──▶ cdn.py, if a CDN keeps copies
    an editor's POST ── dropping.py ── waits until every process has dropped, or trusts its pages no longer

docs/decisions/0010 and 0012 say why, and why nothing stale is served. Imports no app.
"""

from config.page_cache.notes import note
from config.page_cache.pages import on_moment
from config.page_cache.parts import kept_part, part
from config.page_cache.reading import kept

__all__ = ["kept", "kept_part", "note", "on_moment", "part"]
