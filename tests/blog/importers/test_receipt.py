import json

from blog.importers.entry import Failure, Kind, Remark
from blog.importers.receipt import Receipt
from blog.importers.writer import Outcome


def filled():
    receipt = Receipt()
    lost, script = Remark(Kind.MISSING_PICTURE, "/x.png"), Remark(Kind.SCRIPT, "<script>")
    receipt.add(Outcome("a.md", "imported", [script, lost, lost]))
    receipt.add(Outcome("b.md", "unchanged"))
    receipt.add_failure(Failure("c.md", "It has no title."))
    return receipt


def test_as_json_it_has_exactly_these_keys():
    assert json.loads(filled().as_json()) == {
        "imported": 1,
        "updated": 0,
        "unchanged": 1,
        "failed": 1,
        "warnings": {"missing-picture": 2, "script": 1},
    }


def test_as_text_it_adds_up_and_explains():
    assert filled().as_text() == (
        "3 in all: 1 imported, 0 updated, 1 unchanged, 1 failed.\n"
        "  failed  c.md: It has no title.\n"
        "3 warnings:\n"
        "      2  missing-picture  a picture that is in no assets folder: left out; of its caption, links stay\n"
        "      1  script           a script: left out"
    )


def test_an_empty_run_has_a_receipt_too():
    assert Receipt().as_text() == "0 in all: 0 imported, 0 updated, 0 unchanged, 0 failed."


def test_every_kind_of_warning_is_explained():
    assert all(len(kind.words) > 10 for kind in Kind)
