from blog.importers.markdown_html import to_html
from blog.importers.template_signs import OPEN


def test_tables_strikes_and_fences_are_read():
    html = to_html("| a |\n|---|\n| ~~b~~ |\n\n```sql\nselect 1\n```\n")
    assert ("<td><s>b</s></td>" in html, '<code class="language-sql">' in html) == (True, True)


def test_footnotes_lead_there_and_back():
    html = to_html("a[^x] b[^x]\n\n[^x]: c\n")
    assert html.count('href="#fn-1"') == html.count(">[1]</a>") == 2
    assert ('href="#fnref-1"' in html, 'href="#fnref-1-1"' in html) == (True, True)


def test_indented_code_is_code():
    assert to_html("a\n\n    b = 1\n") == "<p>a</p>\n<pre><code>b = 1\n</code></pre>\n"


def test_what_is_indented_within_html_is_no_code():
    assert "<pre>" not in to_html("<div>\n\n\t<blockquote>\n\n\t\ta\n\n\t</blockquote>\n</div>\n")
    assert "<pre>" not in to_html(f"a\n\n    {OPEN}0\n")


def test_markdown_within_an_html_block_is_read():
    html = to_html('<div>\n![A "cat"](/a.png)\n[b](/b/)\n</div>\n')
    assert '<img src="/a.png" alt="A &quot;cat&quot;">\n<a href="/b/">b</a>' in html


def test_but_not_within_pre():
    assert to_html("<pre>\n[b](/b/)\n</pre>\n") == "<pre>\n[b](/b/)\n</pre>\n"


def test_quotes_within_an_alternative_text_are_mended():
    html = to_html('<img src="/a.png" alt="A page called "Who?" here" />\n')
    assert html == '<p><img src="/a.png" alt="A page called &quot;Who?&quot; here"></p>\n'


def test_html_that_was_escaped_stays_words():
    assert to_html("\\[b\\](/b/) and \\<img src=x>\n") == "<p>[b](/b/) and &lt;img src=x&gt;</p>\n"
