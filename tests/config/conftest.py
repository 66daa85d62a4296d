from tests.signed_in import plain_static_files, sign_in

__all__ = ["plain_static_files", "sign_in"]
