"""Whole pages, kept in the memory of each web process and dropped the moment what they show changes.

    request ── layer.py ──▶ pages.py (hit) ─────────────────────────▶ answer
                   └──▶ Django: a view under `@kept` notes what it reads ──▶ kept under those surrogate keys
                              └──▶ parts.py: cards, head and foot, which many pages share, are kept beside them
    a row changes ── trigger: drop_pages(keys) ── NOTIFY at commit ──▶ listener.py in every process ──▶ dropped
    an editor's POST ── dropping.py ── waits until every process has dropped, or trusts its pages no longer

docs/decisions/0010 says why, and why nothing stale is served. Imports no app.
"""

from config.page_cache.notes import note
from config.page_cache.pages import on_moment
from config.page_cache.parts import kept_part, part
from config.page_cache.reading import kept

__all__ = ["kept", "kept_part", "note", "on_moment", "part"]
