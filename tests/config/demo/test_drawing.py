import multiprocessing.synchronize

from config.demo import drawing, pictures


def test_pictures_are_drawn_on_a_machine_without_semaphores(monkeypatch):
    """Python's own are files in `/dev/shm`, which a bare container leaves closed to ordinary users."""

    def refuse(*arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(multiprocessing.synchronize._multiprocessing, "SemLock", refuse)
    with drawing.drawn_ahead(["logo"]) as draw:
        assert draw("logo") == pictures.draw("logo")
