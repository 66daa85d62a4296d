from blog.comparison import compare


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
