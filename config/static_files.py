from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Names carry the content's hash, so a browser may keep them for ever."""

    manifest_strict = False
    # A module that imports another by its plain name would take an hour-old one after an update.
    support_js_module_import_aggregation = True

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Those that pages name, with the hash; twice as many would take twice as long. No page names a source map."""
        named = set(self.hashed_files.values())
        return super().compress_files(path for path in paths if path in named and not path.endswith(".map"))
