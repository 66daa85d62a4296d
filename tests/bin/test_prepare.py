import importlib.util
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config.start.wording import Refusal
from tests.bin.conftest import processes_of, wait_until

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def prepare(monkeypatch, tmp_path):
    """`bin/prepare.py`, with an environment of its own."""
    spec = importlib.util.spec_from_file_location("prepare", ROOT / "bin/prepare.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "path", [*sys.path])
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / "venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / "venv/bin/python")
    monkeypatch.setattr(module, "STAMP", tmp_path / "venv/installed.json")
    monkeypatch.setattr(module, "LOG", tmp_path / "venv/install.log")
    return module


def make_command(folder, name, text):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


@pytest.fixture
def path(monkeypatch, tmp_path):
    """A `PATH` with nothing on it yet."""
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.setenv("DEBIAN_FRONTEND", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    return tmp_path / "path"


def test_nothing_is_done_when_all_that_is_pinned_is_installed(prepare, capsys):
    prepare.PYTHON.parent.mkdir(parents=True)
    prepare.PYTHON.touch()
    prepare.STAMP.write_text(json.dumps({"requirements.txt": prepare.digest(ROOT / "requirements.txt")}))
    prepare.prepare("requirements.txt")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("stamp", ["", "{", '{"requirements.txt": "of yesterday"}'])
def test_a_changed_file_or_a_broken_stamp_means_to_install(prepare, monkeypatch, stamp):
    installed = []
    monkeypatch.setattr(prepare, "install", installed.extend)
    monkeypatch.setattr(prepare, "make_environment", lambda: prepare.PYTHON.parent.mkdir(parents=True))
    prepare.VENV.mkdir()
    prepare.STAMP.write_text(stamp)
    prepare.prepare("requirements.txt")
    assert installed == ["requirements.txt"]
    assert json.loads(prepare.STAMP.read_text()) == {
        "requirements.txt": prepare.digest(ROOT / "requirements.txt")
    }


@pytest.mark.parametrize(
    ("given", "files"),
    [
        ({}, ["requirements.txt", "requirements-embedded.txt"]),
        (
            {"DATABASE_URL": "postgres://db/x", "MEDIA_BUCKET": "x"},
            ["requirements.txt", "requirements-s3.txt"],
        ),
    ],
)
def test_only_what_is_used_is_installed(prepare, monkeypatch, given, files):
    for name in ("DATABASE_URL", "MEDIA_BUCKET"):
        monkeypatch.setenv(name, given.get(name, ""))
    assert prepare.base() == files


def test_what_failed_is_tried_again_the_next_time(prepare, monkeypatch):
    def fail(files):
        raise Refusal("no network")

    monkeypatch.setattr(prepare, "install", fail)
    monkeypatch.setattr(prepare, "make_environment", lambda: None)
    with pytest.raises(Refusal):
        prepare.prepare("requirements.txt")
    assert prepare.read_stamp() == {}


def test_what_two_files_pin_is_installed_once_by_one_of_two_processes(prepare, monkeypatch, tmp_path):
    """Each gets half, whole entries only."""
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    (tmp_path / "a.txt").write_text(
        "# of a\none==1 \\\n    --hash=sha256:1\n    # via x\ntwo==2 \\\n    --hash=sha256:2\n"
    )
    (tmp_path / "b.txt").write_text("two==2 \\\n    --hash=sha256:2\nthree==3 \\\n    --hash=sha256:3\n")
    prepare.VENV.mkdir()
    make_command(prepare.VENV / "bin", "python", 'for last; do :; done; cat "$last"; echo; exit 1')
    with pytest.raises(Refusal):
        prepare.install(["a.txt", "b.txt"])
    assert prepare.LOG.read_text().split() == [
        *["one==1", "\\", "--hash=sha256:1", "three==3", "\\", "--hash=sha256:3"],
        *["two==2", "\\", "--hash=sha256:2"],
    ]


@pytest.mark.process
def test_an_environment_whose_making_was_interrupted_is_made_anew(prepare):
    prepare.PYTHON.parent.mkdir(parents=True)
    prepare.PYTHON.symlink_to(sys._base_executable)
    home = Path(sys._base_executable).parent
    (prepare.VENV / "pyvenv.cfg").write_text(f"home = {home}\ninclude-system-site-packages = false\n")
    assert not prepare.quiet([prepare.PYTHON, "-m", "pip", "--version"])
    prepare.make_environment()
    assert prepare.quiet([prepare.PYTHON, "-m", "pip", "--version"])


@pytest.mark.process
def test_two_at_once_take_turns(prepare, tmp_path, capsys):
    holder = subprocess.Popen(
        ["flock", tmp_path, "sh", "-c", "echo; sleep 0.3; touch done"], cwd=tmp_path, stdout=subprocess.PIPE
    )
    holder.stdout.readline()
    with prepare.turn(tmp_path):
        assert (tmp_path / "done").exists()
    holder.wait()
    holder.stdout.close()
    assert capsys.readouterr().out == "  Another command is installing packages; waiting for it …\n"


@pytest.mark.process
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_who_is_stopped_while_installing_leaves_nothing_running(fresh_copy, number):
    make_slow_to_install(fresh_copy.root / ".venv")
    site = fresh_copy.start_without_waiting()
    assert wait_until(lambda: "Packages" in site.said() and len(processes_of(fresh_copy.var)) == 5)
    site.end(number)
    assert site.process.returncode == 130
    assert site.said().splitlines()[-1] == "Stopped."
    assert processes_of(fresh_copy.var) == []


def make_slow_to_install(venv):
    """A Python that takes a minute, and another process, for `pip install`."""
    venv.mkdir()
    pip = 'case "$*" in "-m pip install"*) sleep 60 & exec sleep 60;; "-m pip "*) exit;; esac'
    make_command(venv / "bin", "python", f'{pip}\nexec {sys._base_executable} "$@"')


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may install")
def test_root_gets_a_browser_from_the_distribution(prepare, path, tmp_path):
    """With the library that Playwright's driver misses on a bare Debian."""
    driver = make_driver(prepare, "exit 127")
    chromium = path / "chromium"
    make_command(
        path,
        "apt-get",
        f"""echo "$DEBIAN_FRONTEND $*" >> {tmp_path / "said"}
        [ $1 = update ] || for file in {chromium} {driver}; do
            echo '#!/bin/sh' > $file; /bin/chmod 755 $file
        done""",
    )
    prepare.prepare_browser()
    assert (tmp_path / "said").read_text().splitlines() == [
        "noninteractive update -q",
        "noninteractive install -q -y --no-install-recommends chromium fonts-liberation libatomic1",
    ]


@pytest.mark.parametrize(
    "name", ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"]
)
def test_a_browser_that_is_there_is_taken(prepare, path, name):
    make_driver(prepare, "exit 0")
    make_command(path, name, "exit 0")
    make_command(path, "apt-get", "exit 1")
    prepare.prepare_browser()


def test_a_browser_that_was_named_is_taken(prepare, path, monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/opt/a browser")
    make_command(path, "apt-get", "exit 1")
    prepare.prepare_browser()


def make_driver(prepare, text):
    folder = prepare.VENV / "lib/python3.11/site-packages/playwright/driver"
    folder.mkdir(parents=True)
    make_command(folder, "node", text)
    return folder / "node"


@pytest.mark.parametrize(
    ("driver", "names", "packages"),
    [("exit 0", "Chromium", "chromium"), ("exit 127", "Chromium and libatomic", "chromium libatomic1")],
)
def test_a_browser_that_cannot_be_had_is_one_sentence(prepare, path, driver, names, packages):
    make_driver(prepare, driver)
    make_command(path, "apt-get", "exit 1")
    with pytest.raises(Refusal) as refusal:
        prepare.prepare_browser()
    assert str(refusal.value) == (
        f"The browser tests need {names}, on Debian or Ubuntu: apt install {packages}. "
        'Without them: bin/test -m "not browser"'
    )


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ([], True),
        (["-m", "browser"], True),
        (["-m", "not browser"], False),
        (["-m", "not process and not browser"], False),
        (["-mnot browser"], False),
    ],
)
def test_no_browser_is_asked_for_where_none_is_wanted(prepare, monkeypatch, arguments, wanted):
    asked = []
    monkeypatch.setenv("BYLINE_VAR", "not to be set by what is called here")
    monkeypatch.setattr(prepare, "prepare", lambda *files: None)
    monkeypatch.setattr(prepare, "prepare_browser", lambda: asked.append("Chromium"))
    assert prepare.test(arguments) == ["-m", "pytest", *arguments]
    assert asked == ["Chromium"] * wanted


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "a download is not the file that was pinned"),
        (
            "WARNING: Retrying … Connection refused\nERROR: Could not find a version",
            "a download failed (is there a network?)",
        ),
        (
            "ERROR: Could not find a version",
            "the package index does not offer what is pinned, or does not answer",
        ),
        ("Killed", "something unforeseen"),
    ],
)
def test_why_an_install_failed_is_said_in_words(prepare, said, reason):
    prepare.VENV.mkdir()
    prepare.LOG.write_text(said)
    assert prepare.why_not("It failed") == f"It failed: {reason}; all that was said stands in {prepare.LOG}."
