import pytest

from blog.importers.front_matter import Unreadable
from blog.importers.people import names_from


def test_names_are_found_in_either_form(tmp_path):
    file = tmp_path / "authors.yml"
    file.write_text("ida: Ida Berg\ntom:\n  full_name: Tom Ferris\n  city: Leeds\nno-name:\n  city: Rome\n")
    assert names_from(file) == {"ida": "Ida Berg", "tom": "Tom Ferris"}


@pytest.mark.parametrize("content", [b"- a\n", b"a: [", b"\xff"])
def test_what_is_no_such_list_says_so(tmp_path, content):
    (tmp_path / "authors.yml").write_bytes(content)
    with pytest.raises(Unreadable):
        names_from(tmp_path / "authors.yml")
