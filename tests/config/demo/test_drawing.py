import multiprocessing.synchronize

from blog import decoding
from config.demo import drawing, pictures


def test_what_is_drawn_ahead_is_what_would_be_drawn_and_decoded():
    with drawing.drawn_ahead(["logo", "mia-hartmann"]) as ahead:
        assert ahead("mia-hartmann") == pictures.draw("mia-hartmann")
        assert ahead.decoded("mia-hartmann") == decoding.decode(ahead("mia-hartmann"), with_renditions=True)
        assert ahead.decoded("logo") is None


def test_pictures_are_drawn_on_a_machine_without_semaphores(monkeypatch):
    """Python's own are files in `/dev/shm`, which a bare container leaves closed to ordinary users."""

    def refuse(*arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(multiprocessing.synchronize._multiprocessing, "SemLock", refuse)
    with drawing.drawn_ahead(["logo"]) as draw:
        assert draw("logo") == pictures.draw("logo")
