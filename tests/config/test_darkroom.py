import threading
import time

import pytest

from config import darkroom, darkroom_child

WORKS = "tests.config.darkroom_works"


def develop(name, content=b"", **options):
    return darkroom.develop(f"{WORKS}:{name}", content, **options)


def test_content_and_options_go_in_and_facts_and_files_come_out():
    facts, files = develop("echo", b"first\n\0", width=3)
    assert (facts["width"], files) == (3, [b"first\n\0", b"", b"second\n"])


def test_no_secret_goes_along(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x" * 50)
    known = {*darkroom.ENVIRONMENT, "LC_CTYPE"}
    assert set(develop("echo").facts["environment"]) <= known


def test_a_refusal_keeps_its_words():
    with pytest.raises(darkroom.Refused, match=r"^Not this one\.$"):
        develop("refuse")


@pytest.mark.parametrize("work", ["eat_memory", "answer_too_much", "crash"])
def test_what_runs_into_a_limit_or_crashes_is_refused_and_we_live_on(work):
    with pytest.raises(darkroom.Refused) as refusal:
        develop(work)
    assert str(refusal.value) == darkroom.TOO_COSTLY


def test_what_does_not_end_is_ended(monkeypatch):
    monkeypatch.setattr(darkroom, "SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(darkroom.Refused) as refusal:
        develop("never_end")
    assert (str(refusal.value), time.monotonic() - began < 5) == (darkroom.TOO_COSTLY, True)


def test_our_own_fault_is_told_to_the_log_and_not_to_the_editor(tmp_path):
    with pytest.raises(ChildProcessError, match="our own fault"):
        develop("fail")
    with pytest.raises(ChildProcessError, match="File too large"):
        develop("write_a_file", path=str(tmp_path / "written"))
    assert (tmp_path / "written").stat().st_size == 0


def test_the_limits_are_set_before_anything_is_decoded():
    assert develop("limits").facts == {
        "RLIMIT_AS": darkroom_child.MEMORY,
        "RLIMIT_CPU": darkroom_child.SECONDS,
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": 0,
    }


def test_who_comes_while_too_many_are_at_work_is_told_so(monkeypatch):
    monkeypatch.setattr(darkroom, "AT_A_TIME", threading.BoundedSemaphore(1))
    monkeypatch.setattr(darkroom, "SECONDS", 0.05)
    with darkroom.AT_A_TIME, pytest.raises(darkroom.Refused) as refusal:
        develop("echo")
    assert str(refusal.value) == darkroom.BUSY
