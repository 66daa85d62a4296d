from tests.signed_in import plain_static_files

__all__ = ["plain_static_files"]
