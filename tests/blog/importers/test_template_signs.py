import pytest

from blog.importers.entry import Kind
from blog.importers.template_signs import Embed, Nothing, Person, Picture, TemplateSigns, unprotect


def expanded(text, **values):
    signs = TemplateSigns(values)
    return (
        unprotect(signs.expand(text)),
        signs.pieces,
        [(remark.kind, remark.about) for remark in signs.remarks],
    )


def test_paths_become_plain_and_fit_into_a_markdown_link():
    text = '[a]({{ "/2016/03/01/a-post/" | url }}) [b]({{site.baseurl}}/b/) [c]({{ "/a b (1).pdf" | url }})'
    assert expanded(text) == ("[a](/2016/03/01/a-post/) [b](/b/) [c](/a%20b%20%281%29.pdf)", [], [])


def test_two_slashes_before_a_path_are_a_slip_and_before_a_host_are_not():
    assert (
        expanded('{{ "//2015/10/09/x/" | url }} {{ "//host.example/x" | url }}')[0]
        == "/2015/10/09/x/ //host.example/x"
    )


@pytest.mark.parametrize(
    ("sign", "piece"),
    [
        ('{% image "assets/x.jpg" "A cat" %}', Picture("assets/x.jpg", "A cat")),
        ('{% image "assets/x.jpg" "The "big" cat" %}', Picture("assets/x.jpg", 'The "big" cat')),
        ('{% image "assets/x.svg" %}', Picture("assets/x.svg")),
        ('{% image_with_class "assets/x.jpg" "width-80" "A cat" %}', Picture("assets/x.jpg", "A cat")),
        ('{%- image "x.jpg", "A cat" -%}', Picture("x.jpg", "A cat")),
        ('{{ "https://v.example/1" | embed: "A\nfilm" }}', Embed("https://v.example/1", "A film")),
        ("{{ \"https://v.example/1\" | embed: 'A film' }}", Embed("https://v.example/1", "A film")),
        ('{{ "ida" | team_link}}', Person("ida")),
    ],
)
def test_known_signs_become_pieces(sign, piece):
    assert expanded(sign)[1:] == ([piece], [])


def test_an_include_of_a_picture_is_taken_and_told():
    sign = '{% include "f.html",\n  image: "/a.png",\n  alt: "A \\"cat\\"",\n  caption: "Ours" %}'
    _, pieces, remarks = expanded(sign)
    assert pieces[1:] == [Picture("/a.png", 'A "cat"', "Ours")]
    assert [kind for kind, _ in remarks] == [Kind.INCLUDE]


@pytest.mark.parametrize(
    ("sign", "kind"),
    [
        ("{{ page.preview_url }}", Kind.TEMPLATE_SIGN),
        ('{{ "x" | shout }}', Kind.TEMPLATE_SIGN),
        ("{% for a in b %}", Kind.TEMPLATE_SIGN),
        ("{% include newsletter.html %}", Kind.INCLUDE),
        ('{{ "ida" | team_photo }}', Kind.PORTRAIT),
        ("{{ never closed", Kind.TEMPLATE_SIGN),
        ("never opened %}", Kind.TEMPLATE_SIGN),
        ("{% never closed", Kind.TEMPLATE_SIGN),
    ],
)
def test_unknown_signs_leave_nothing_but_a_remark(sign, kind):
    text, pieces, remarks = expanded(sign)
    assert not any(brace in text for brace in ("{", "%}"))
    assert (set(pieces), [kind for kind, _ in remarks]) == ({Nothing()}, [kind])


def test_what_was_left_out_leaves_a_token_so_that_its_line_is_not_blank():
    assert TemplateSigns({}).expand('<div>\n\t{{ "ida" | team_photo }}\n').split("\n")[1].strip() != ""


def test_front_matter_can_be_named():
    text = "{{ page.excerpt }} {{ image | url }} {{ title }}"
    assert expanded(text, excerpt="Words", image="/a b.png", title="{{ x }}")[0] == "Words /a%20b.png "


def test_raw_shows_signs_as_they_are():
    assert expanded("`{% raw %}{{ a | b }}{% c %}{% endraw %}` {%raw%}{{{%endraw%} x }}")[::2] == (
        "`{{ a | b }}{% c %}` {{ x }}",
        [],
    )


def test_comments_are_gone_with_what_they_hide():
    assert expanded('a{% comment %}{{ "x" | embed: "y" }}{% endcomment %}b{# c #}d') == ("abd", [], [])


def test_highlight_becomes_a_fence():
    assert (
        expanded("{% highlight ruby linenos %}\nputs 1\n{% endhighlight %}")[0] == "\n```ruby\nputs 1\n```\n"
    )
