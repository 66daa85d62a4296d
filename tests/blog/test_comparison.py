from blog.comparison import compare, compare_folded, compare_words


def test_the_same_text_is_unmarked():
    body = "<h2>A</h2><p>b <em>c</em></p><ul><li>d</li></ul>"
    assert compare(body, body) == body


def test_words_are_marked_inside_their_paragraph():
    shown = compare("<p>We host in Frankfurt since 2019.</p>", "<p>We host in Vienna since 2019.</p>")
    assert shown == "<p>We host in <ins>Vienna</ins> <del>Frankfurt</del> since 2019.</p>"


def test_a_paragraph_that_came_and_one_that_went_are_marked_whole():
    shown = compare(
        "<p>Stays here.</p><p>This one goes away.</p>", "<p>Stays here.</p><h2>Something else entirely</h2>"
    )
    assert shown == (
        '<p>Stays here.</p><ins class="whole"><h2>Something else entirely</h2></ins>'
        '<del class="whole"><p>This one goes away.</p></del>'
    )


def test_a_paragraph_that_moved_is_shown_once_where_it_is_now():
    one, two, three = (
        "<p>The first of all paragraphs.</p>",
        "<p>The second, about hosting.</p>",
        "<p>The third one ends it.</p>",
    )
    shown = compare(one + two + three, two + three + one)
    assert shown.count("The first of all paragraphs.") == 1
    assert (
        '<div class="moved"><p class="moved__label">Moved here</p><p>The first of all paragraphs.</p></div>'
        in shown
    )
    assert "<del" not in shown


def test_from_nothing_and_to_nothing():
    assert compare("", "<p>New.</p>") == '<ins class="whole"><p>New.</p></ins>'
    assert compare("<p>Old.</p>", "") == '<del class="whole"><p>Old.</p></del>'
    assert compare("", "") == ""


def test_angle_brackets_in_words_stay_words():
    assert "&lt;script&gt;" in compare("<p>a</p>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")


def paragraphs(*ends):
    return "".join(f"<p>{'word ' * 50}{end}.</p>" for end in ends)


def test_a_long_text_is_folded_but_for_what_differs_and_its_neighbours():
    before = [str(number) for number in range(40)]
    shown = compare_folded(paragraphs(*before), paragraphs(*before[:-1], "changed"))
    folded, _, rest = shown.partition("</details>")
    assert folded.startswith('<details class="folded"><summary>Unchanged: 1,938 words</summary><p>')
    assert (folded.count("<p>"), rest.count("<p>")) == (38, 2)
    assert "<ins>changed.</ins> <del>39.</del>" in rest


def test_what_differs_in_the_middle_is_folded_on_both_sides():
    shown = compare_folded(paragraphs(*"abcdefg"), paragraphs(*"abcxefg"))
    assert [part.count("<p>") for part in shown.split("<details")] == [0, 5, 2]
    assert shown.count("</details>") == 2


def test_a_text_without_a_difference_is_folded_whole_and_an_empty_one_is_empty():
    assert compare_folded("<p>One.</p>", "<p>One.</p>") == (
        '<details class="folded"><summary>Unchanged: 1 word</summary><p>One.</p></details>'
    )
    assert compare_folded("", "") == ""


def test_the_same_words_set_otherwise_are_shown_as_they_were_and_as_they_are():
    assert compare("<h2>One two</h2>", "<h3>One two</h3>") == (
        '<del class="whole"><h2>One two</h2></del><ins class="whole"><h3>One two</h3></ins>'
    )


def test_plain_words_are_escaped_and_marked_unless_all_are_new():
    assert compare_words("Two <b> three", "Two <b> four") == "Two &lt;b&gt; <ins>four</ins> <del>three</del>"
    assert compare_words("Before", "<b>After") == "&lt;b&gt;After"
    assert (compare_words("", ""), compare_words("Old", "")) == ("", "")


def test_blanks_that_nobody_sees_are_no_difference_but_in_code():
    old, new = "<p>One  two </p>\n<ul>\n<li>a</li> </ul>", "<p>One two</p><ul><li>a</li></ul>"
    assert compare(old, new) == new
    assert "<ins" in compare("<pre><code>a  b</code></pre>", "<pre><code>a b</code></pre>")
