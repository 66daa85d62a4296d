from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from blog.importers.entry import Byline, Entry, Failure, Hero, Kind
from blog.importers.markdown import Options, files, read, with_keys

FILES = Path(__file__).parents[2] / "files"
FOLDER = FILES / "markdown"


@pytest.fixture(scope="module")
def entries():
    found = list(read(FOLDER))
    assert all(isinstance(entry, Entry) for entry in found)
    return {entry.key.removeprefix("posts/").removesuffix(".md"): entry for entry in found}


def kinds(entry):
    return [remark.kind for remark in entry.remarks]


def write(folder, name, front="title: A post\ndate: 2020-01-02\n", text="Words."):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{front}---\n{text}", encoding="utf-8")
    return path


def only(folder, options=None):
    (entry,) = read(folder, options)
    return entry


def test_every_file_gives_one_entry_in_the_order_of_their_names(entries):
    assert [f"{key}.md" for key in entries] == [path.name for path in files(FOLDER)]


def test_a_post_says_all_of_itself(entries):
    entry = entries["2021-03-04-how-we-steep"]
    assert (entry.slug, entry.title) == ("how-we-steep", "How we steep: the “long pour” explained")
    assert entry.summary == "Most teas forgive you a minute. Some do not, and this is a list."
    assert entry.search_description == "Which teas forgive a long pour."
    assert entry.authors == [Byline("ida", "Ida"), Byline("tom-ferris", "Tom Ferris")]
    assert entry.tags == ["brewing", "how we work", "tools"]
    assert entry.hero == Hero(
        "/assets/blog/tea/kettle.png", "A kettle on a stove", "Our kettle, on our stove"
    )
    assert entry.pictures == {"/assets/blog/tea/kettle.png": 'The "long pour" kettle'}
    assert entry.old_addresses == ["/2021/03/04/how-we-steep/"]
    assert (entry.published_at, entry.language, entry.remarks) == (datetime(2021, 3, 4, tzinfo=UTC), "", [])


def test_its_body_holds_blocks_only(entries):
    assert entries["2021-03-04-how-we-steep"].body == (
        '<p>We once wrote about <a href="/2022/05/01/prize/#the-jury">the prize</a>, about\n'
        '<a href="/2021/06/09/one-digit/" title="A title">numbers</a>, and a stranger did '
        '<a href="https://oldtea.example/2021/07/01/Capital_Names.v2/">the same</a>.\n'
        'Now to the point.<sup id="fnref-1"><a href="#fn-1">[1]</a></sup> '
        'And again.<sup id="fnref-1-1"><a href="#fn-1">[1]</a></sup></p>'
        '<figure><img src="/assets/blog/tea/kettle.png" alt="The &quot;long pour&quot; kettle"></figure>'
        "<h2>What you need</h2><table><thead><tr><th>Tea</th><th>Minutes</th></tr></thead>"
        "<tbody><tr><td>Green</td><td>2</td></tr><tr><td>Black</td><td>4</td></tr></tbody></table>"
        '<h2>Notes for coders</h2><pre><code class="language-yaml">minutes: {{ steep }}\n</code></pre>'
        '<p>Back to <a href="#what-you-need">what you need</a>, to <a href="#notes-for-coders">coders</a>, '
        'to <a href="#no-such-place">nothing</a>.</p><hr><ol><li id="fn-1"><p>By the clock, not by the mood. '
        '<a href="#fnref-1">↩︎</a> <a href="#fnref-1-1">↩︎</a></p></li></ol>'
    )


def test_front_matter_that_is_not_quite_yaml_is_mended_and_told(entries):
    tabs, slipped = entries["2021-03-05-tabs-after-an-item"], entries["2021-03-06-slipped-teaser"]
    assert (tabs.authors, tabs.summary) == ([Byline("ida", "Ida")], "A debt that begins with a tab.")
    assert slipped.summary == (
        'When asked, we say one thing. In the films, kettles are dangerous: they whistle. See "What is a kettle?".'
    )
    assert kinds(tabs) == kinds(slipped) == [Kind.FRONT_MATTER]


def test_the_written_date_wins_over_the_one_in_the_name(entries):
    entry = entries["2021-6-7-one-digit"]
    assert entry.published_at == datetime(2021, 6, 10, 3, 30, tzinfo=UTC)
    assert entry.old_addresses == ["/2021/06/08/one-digit-of-old/", "/2021/06/09/one-digit/", "/short/"]


def test_a_hero_can_be_kept_out_of_sight_and_borrows_the_words_of_the_text(entries):
    entry = entries["2021-6-7-one-digit"]
    assert (entry.hero, entry.language) == (
        Hero("/assets/blog/tea/photo.jpg", "Una foto", "", False),
        "es-PR",
    )


def test_a_name_with_capitals_and_dots_makes_a_plain_slug(entries):
    entry = entries["2021-07-01-Capital_Names.v2"]
    assert (entry.slug, entry.old_addresses) == ("capital-names-v2", ["/2021/07/01/Capital_Names.v2/"])
    assert entry.hero == Hero("/assets/blog/tea/Team.JPG")
    assert entry.body.startswith(
        "<blockquote><p>“We name things.</p><p>Then we name them again.” - Tom Ferris</p></blockquote>"
    )


def test_an_old_tumblr_address_leads_here_too(entries):
    assert entries["2021-03-06-slipped-teaser"].old_addresses == [
        "/2021/03/06/slipped-teaser/",
        "http://teablog.tumblr.example/post/857248/slipped-teaser",
    ]


def test_remains_are_told_and_never_shown(entries):
    entry = entries["2021-07-02-remains"]
    assert entry.body == (
        '<p>What an old site leaves behind.</p><figure><img src="/assets/blog/tea/kettle.png" alt="A kettle, again">'
        '<figcaption>It is the "same" kettle</figcaption></figure>'
        '<p><a href="https://www.youtube.com/watch?v=aeQX16HCKSs">A kettle that sings</a></p>'
        '<blockquote><p>Water first. <a href="https://social.example/1">June 2</a></p></blockquote>'
        '<p><a href="https://vimeo.com/8812">Steam</a></p><p><a href="/assets/steam.mp4">/assets/steam.mp4</a></p>'
        "<p>Mail</p><p>Last words. Click</p>"
    )
    assert kinds(entry) == (
        [Kind.INCLUDE] * 2
        + [Kind.TEMPLATE_SIGN] * 3
        + [Kind.STYLE, Kind.SCRIPT, Kind.DRAWING, Kind.FORM]
        + [Kind.EMBED] * 3
    )


def test_pictures_are_named_once_with_their_words(entries):
    entry = entries["2021-07-03-pictures"]
    assert {path.rsplit("/", 1)[1]: alt for path, alt in entry.pictures.items()} == {
        "photo.jpg": "",
        "Team.JPG": "The team",
        "lost.png": "Lost",
        "lost-too.png": "",
        "kettle.png": 'A label that says "hot" on a kettle',
        "drawing.svg": "A drawing",
        "secret.png": "Out of the folder",
    }
    assert kinds(entry) == [Kind.REMOTE_PICTURE]


def test_a_broken_file_costs_only_itself():
    found = {item.key: item for item in read(FILES / "broken_markdown")}
    assert {key: item.reason for key, item in found.items() if isinstance(item, Failure)} == {
        "2021-01-01-latin.md": "It is not UTF-8 (byte 41).",
        "2021-01-02-nul.md": "It holds NUL bytes, so it is not a text.",
        "2021-01-03-no-front-matter.md": "It has no front matter (YAML between two lines of ---).",
        "2021-01-04-no-title.md": "It has no title.",
        "2021-01-05-a-list.md": "Its front matter is not a list of keys and values.",
        "2021-02-30-impossible.md": "It has no date, neither in its front matter nor in its name.",
        "no-date.md": "It has no date, neither in its front matter nor in its name.",
    }
    assert found["2021-01-06-whole.md"].title == "Whole"


def test_nesting_without_end_costs_only_its_file(tmp_path):
    write(tmp_path, "deep.md", text="<blockquote>" * 3000 + "a")
    write(tmp_path, "plain.md")
    assert [item.key for item in read(tmp_path) if isinstance(item, Entry)][-1] == "plain.md"


def test_an_unreadable_date_falls_back_to_the_name(tmp_path):
    write(tmp_path, "2020-05-06-a.md", "title: A\ndate: someday\n")
    entry = only(tmp_path)
    assert (entry.published_at, kinds(entry)) == (datetime(2020, 5, 6, tzinfo=UTC), [Kind.DATE])


@pytest.mark.parametrize(
    ("name", "front"),
    [
        ("a.md", "title: A\ndate: 2020-01-02\ndraft: true\n"),
        ("a.md", "title: A\ndate: 2020-01-02\npublished: false\n"),
        ("_drafts/a.md", "title: A\ndate: 2020-01-02\n"),
    ],
)
def test_a_draft_has_no_moment_of_publication(tmp_path, name, front):
    write(tmp_path, name, front)
    assert only(tmp_path).published_at is None


def test_a_folder_of_its_own_names_its_post(tmp_path):
    write(tmp_path, "2020-01-02-a-trip/index.md", text="![Map](./map.png)")
    entry = only(tmp_path)
    assert (entry.slug, entry.pictures) == ("a-trip", {"/2020-01-02-a-trip/map.png": "Map"})


def test_hidden_and_other_files_are_no_posts(tmp_path):
    for name in (".git/a.md", ".hidden.md", "notes.txt", "b.MD"):
        write(tmp_path, name)
    assert [path.name for path in files(tmp_path)] == ["b.MD"]


def test_options_say_what_a_folder_cannot(tmp_path):
    write(
        tmp_path,
        "a.md",
        "title: A\ndate: 2020-07-02\ncover_picture: x.png\nauthors: [ida]\ntags: [b, Design]\n",
    )
    options = Options(
        category_tags=("strategy", "design", "b"),
        address="/news/{year}/{slug}.html",
        names={"ida": "Ida Berg"},
        zone=ZoneInfo("Europe/Paris"),
    )
    entry = only(tmp_path, with_keys(options, {"hero": "cover_picture"}))
    assert (entry.category, entry.old_addresses) == ("Design", ["/news/2020/a.html"])
    assert (entry.authors, entry.hero) == ([Byline("ida", "Ida Berg")], Hero("/x.png"))
    assert entry.published_at == datetime(2020, 7, 1, 22, tzinfo=UTC)


def test_private_use_signs_of_a_text_are_not_taken_for_ours(tmp_path):
    write(tmp_path, "a.md", "title: A\ue0007\ue001\ndate: 2020-07-02\n", "x\ue0000\ue001y")
    entry = only(tmp_path)
    assert (entry.title, entry.body) == ("A7", "<p>x0y</p>")
