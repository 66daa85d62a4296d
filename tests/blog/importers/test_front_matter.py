import pytest

from blog.importers.front_matter import Unreadable, is_off, list_of, read, text_of


def test_all_values_stay_text_so_that_no_title_becomes_a_number_or_a_switch():
    front = read("---\ntitle: 2024\nexcerpt: no\ndate: 2024-01-02\ntags: [1, yes]\nempty:\n---\nBody")
    assert front == (
        {"title": "2024", "excerpt": "no", "date": "2024-01-02", "tags": ["1", "yes"], "empty": None},
        "Body",
        False,
    )


def test_tabs_after_an_item_are_read_and_told():
    front = read('---\ntitle: " Debt"\nauthors:\n- ida\t\t\nexcerpt: "Two\nlines."\n---\n')
    assert front == ({"title": "Debt", "authors": ["ida"], "excerpt": "Two lines."}, "", True)


def test_a_sentence_that_slipped_out_of_its_value_goes_back_there():
    front = read("---\nexcerpt: <p>One.</p>\n\n<p>Two: three.</p>\n\ntags:\n- a\n---\n")
    assert front == ({"excerpt": "<p>One.</p>\n\n<p>Two: three.</p>", "tags": ["a"]}, "", True)


def test_one_broken_value_costs_no_other():
    front = read('---\ntitle: "Whole"\nexcerpt: "a "b" c"\nauthors:\n- ida\n---\nBody')
    assert front == ({"title": "Whole", "excerpt": 'a "b" c', "authors": ["ida"]}, "Body", True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Only words.", "no front matter"),
        ("---\ntitle: Never closed\n", "no front matter"),
        ("---\n- a\n- b\n---\n", "not a list of keys"),
        ("---\n---\nWords", "not a list of keys"),
    ],
)
def test_what_cannot_be_read_says_why(text, reason):
    with pytest.raises(Unreadable, match=reason):
        read(text)


def test_nesting_without_end_is_only_unreadable():
    with pytest.raises(Unreadable, match="not a list"):
        read("---\n" + "[" * 1500 + "\n---\n")


def test_mappings_and_lists_within_lists_are_no_values():
    front = read("---\ntitle: {a: b}\ntags: [[a], {b: c}, d]\n---\n")
    assert front.values == {"title": None, "tags": ["d"]}


def test_lists_and_texts_stand_in_for_each_other():
    assert (text_of(["a", "b"]), text_of([]), text_of(None)) == ("a", "", "")
    assert (list_of("a, b,a"), list_of(["a, b"]), list_of(None)) == (["a", "b"], ["a, b"], [])


def test_off_is_said_in_several_ways():
    assert [is_off(value) for value in ("false", "No", "off", "0", "true", None, ["no"])] == [
        *(True, True, True, True),
        *(False, False, False),
    ]
