from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Names carry the content's hash, so a browser may keep them for ever."""

    manifest_strict = False
