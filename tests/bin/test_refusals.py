"""What stands in the way is said in one sentence, and before anything is downloaded."""

import os
import socket
import sys
from pathlib import Path

import pytest

from config.start.wording import refusals

pytestmark = pytest.mark.process


def fake_python(folder, version):
    """A `PATH` whose only Python says that it is of this version."""
    folder.mkdir()
    for name in ["python3", "python3.11", "python3.12", "python3.13", "python3.14", "python"]:
        (folder / name).write_text(
            f"#!/bin/sh\ncase $2 in *sys.exit*) exit 1;; *) echo this machine has {version};; esac\n"
        )
        (folder / name).chmod(0o755)
    return f"{folder}:/usr/bin:/bin"


def test_a_python_that_is_too_old(fresh_copy, tmp_path):
    path = fake_python(tmp_path / "old", "3.9")
    assert fresh_copy.refusal(PATH=path) == "Byline needs Python 3.11 or newer; this machine has 3.9.\n"


def test_no_python_at_all(fresh_copy, tmp_path):
    (tmp_path / "bin").mkdir()
    for name in ["dirname", "sh"]:
        (tmp_path / "bin" / name).symlink_to(f"/usr/bin/{name}")
    path = str(tmp_path / "bin")
    assert fresh_copy.refusal(PATH=path) == "Byline needs Python 3.11 or newer; this machine has none.\n"


def test_a_python_without_venv(fresh_copy, tmp_path):
    (tmp_path / "ensurepip.py").write_text("raise ImportError")
    (tmp_path / "path").mkdir()
    (tmp_path / "path/python3").symlink_to(sys._base_executable)
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    path = f"{tmp_path / 'path'}:/usr/bin:/bin"
    assert fresh_copy.refusal(PYTHONPATH=str(tmp_path), PATH=path) == (
        "This Python cannot make a virtual environment; on Debian or Ubuntu: "
        f"apt install python{version}-venv\n"
    )


def test_a_port_that_is_taken(fresh_copy):
    with socket.create_server(("127.0.0.1", fresh_copy.port)):
        assert fresh_copy.refusal() == (
            f"Port {fresh_copy.port} is taken on 127.0.0.1; choose another: "
            f"PORT={fresh_copy.port + 1} bin/start\n"
        )


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "８０００"])
def test_a_port_that_is_none(fresh_copy, port):
    assert fresh_copy.refusal(PORT=port) == "PORT must be a number from 1 to 65535.\n"


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1"])
def test_a_host_that_is_none(fresh_copy, host):
    assert fresh_copy.refusal(HOST=host) == f"HOST={host} is no address of this machine.\n"


def test_a_folder_that_cannot_be_written_to(fresh_copy, tmp_path):
    (tmp_path / "file").write_text("")
    assert fresh_copy.refusal(BYLINE_VAR=str(tmp_path / "file" / "var")) == (
        f"{tmp_path / 'file' / 'var'} cannot be written to; choose another folder: BYLINE_VAR=/some/folder bin/start\n"
    )


def test_a_download_that_fails(fresh_copy):
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "1",
        "PIP_CONFIG_FILE": os.devnull,
    }
    done = fresh_copy.run(**nowhere, PIP_FIND_LINKS="", PIP_EXTRA_INDEX_URL="")
    log = fresh_copy.root / ".venv" / "install.log"
    assert (done.returncode, done.stderr) == (
        1,
        f"The packages could not be installed: a download failed (is there a network?); all that was said stands in {log}.\n",
    )


def test_a_full_disk(capsys):
    with pytest.raises(SystemExit) as end, refusals():
        Path("/dev/full").write_text("x")
    assert end.value.code == 1
    assert capsys.readouterr().err == "The disk is full: make room, then run the same command again.\n"


def test_a_setting_that_makes_no_sense(copied):
    assert copied.refusal(THREADS="none") == "THREADS must be a whole number from 1.\n"


def test_a_database_that_does_not_answer(copied):
    sentence = copied.refusal(DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    assert sentence.startswith("The database that DATABASE_URL names does not answer: connection failed")
    assert sentence.count("\n") == 1
