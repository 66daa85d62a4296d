from collections.abc import Iterable, Iterator
from typing import Any

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Names carry the content's hash, so a browser may keep them for ever."""

    manifest_strict = False
    # A module that imports another by its plain name would take an hour-old one after an update.
    support_js_module_import_aggregation = True

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Those that pages name, with the hash; all would take three times as long, and a first start waits for it."""
        named = {
            hashed
            for name, hashed in self.hashed_files.items()
            # No page names a source map, nor a library's long form beside its short one.
            if not name.endswith(".map") and f"{name.removesuffix('.js')}.min.js" not in self.hashed_files
        }
        return super().compress_files(path for path in paths if path in named)

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return QuickCompressor(**kwargs)


class QuickCompressor(Compressor):
    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        """Measured: two percent longer than at quality 11, in a third of the time."""
        return brotli.compress(data, quality=10)
