import os
import stat

import pytest

from config.start import ground
from config.start.wording import Refusal


@pytest.mark.parametrize(
    ("host", "number"),
    [
        ("", "127.0.0.1"),
        ("localhost", "127.0.0.1"),
        ("0.0.0.0", "0.0.0.0"),
        ("::1", "::1"),
        (" 127.0.0.2 ", "127.0.0.2"),
    ],
)
def test_a_host_becomes_the_number_that_the_web_server_wants(monkeypatch, host, number):
    monkeypatch.setenv("HOST", host)
    monkeypatch.setenv("PORT", "8765")
    assert ground.host_and_port() == (number, 8765)


def test_a_folder_is_made_for_our_eyes_only_and_its_key_once(tmp_path):
    var = tmp_path / "deep" / "var"
    ground.make_folders(var)
    key = (var / "secret-key").read_text()
    ground.make_folders(var)
    assert (var / "secret-key").read_text() == key
    assert len(key.strip()) >= 50
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in var.iterdir()} == {
        "media": 0o700,
        "mail": 0o700,
        "static": 0o700,
        "secret-key": 0o600,
    }


def test_a_folder_that_somebody_else_made_keeps_its_mode(tmp_path):
    var = tmp_path / "var"
    var.mkdir()
    var.chmod(0o750)
    ground.make_folders(var)
    assert stat.S_IMODE(var.stat().st_mode) == 0o750


def test_a_folder_is_held_by_one_and_free_when_it_ends(tmp_path):
    held = ground.only_copy(tmp_path, "http://127.0.0.1:8765")
    with pytest.raises(Refusal) as refusal:
        ground.only_copy(tmp_path, "http://127.0.0.1:8766")
    assert str(refusal.value).startswith(
        f"This site is already running (process {os.getpid()}, http://127.0.0.1:8765); for a second one"
    )
    held.close()
    ground.only_copy(tmp_path, "http://127.0.0.1:8766").close()
    assert (tmp_path / "running").read_text() == f"process {os.getpid()}, http://127.0.0.1:8766\n"


@pytest.mark.parametrize(
    ("asked", "processors", "processes"), [("", 2, 2), ("", 64, 4), ("0", 2, 2), (" 6 ", 2, 6), ("1", 2, 1)]
)
def test_the_web_server_has_as_many_processes_as_there_are_processors(
    monkeypatch, asked, processors, processes
):
    monkeypatch.setenv("WEB_PROCESSES", asked)
    monkeypatch.setattr(ground, "processors", lambda: processors)
    assert ground.web_processes() == processes
