import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from blog.mentions import mentioned, tell
from blog.models import Comment
from staff.roles import AUTHOR, EDITOR
from tests.factories import NOW, make_article, make_user

pytestmark = pytest.mark.django_db


def comments(article):
    return f"/admin/blog/article/{article.pk}/comments/"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Mia Hartmann, look", ["Mia Hartmann"]),
        ("look, @mia hartmann!", ["Mia Hartmann"]),
        ("@Jo and @Mia Hartmann", ["Jo Long", "Mia Hartmann"]),
        ("@Mia", []),  # two have that first name
        ("mia@mia.example is an address", []),
        ("@Joanna", []),
        ("Mia Hartmann without the sign", []),
        ("@Gone Away", []),
    ],
)
def test_who_is_meant_is_found_by_name(text, names):
    for name in ("Mia Hartmann", "Mia Long", "Jo Long"):
        make_user(name=name)
    make_user(name="Gone Away", is_active=False)
    assert [person.name for person in mentioned(text)] == names


def test_a_comment_stands_in_the_thread_as_text_and_tells_who_is_meant_once(sign_in, client):
    user = sign_in(EDITOR)
    mia, article = make_user(name="Mia Hartmann"), make_article("Draft", published_at=None)
    ProcrastinateJob.objects.count()
    client.post(comments(article), {"text": "@Mia Hartmann <script>x</script>\nAnd more."})
    comment = Comment.objects.get()
    page = client.get(comments(article)).content.decode()
    assert "@Mia Hartmann &lt;script&gt;x&lt;/script&gt;<br>And more." in page
    assert (comment.by, list(comment.mentions.all())) == (user, [mia])
    jobs = ProcrastinateJob.objects.filter(task_name="blog.tell_mentioned").values_list("args", flat=True)
    assert list(jobs) == [{"comment_id": comment.pk, "person_id": mia.pk}]


def test_the_mail_says_who_wrote_what_and_where_to_answer():
    mia = make_user("mia@example.com", name="Mia Hartmann")
    comment = Comment.objects.create(
        article=make_article("On\nhosting"),
        by=make_user(name="Jo\nBcc: x@evil.example"),
        at=NOW,
        text="Look at <b>this</b>",
    )
    tell(comment, mia)
    [letter] = mail.outbox
    assert letter.subject == "Jo Bcc: x@evil.example mentioned you: On hosting"
    assert letter.recipients() == ["Mia Hartmann <mia@example.com>"]
    assert "Look at <b>this</b>" in letter.body
    assert f"{comments(comment.article)}" in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_an_empty_or_endless_comment_is_refused_and_kept_in_the_field(text, sign_in, client):
    sign_in(EDITOR)
    article = make_article()
    page = client.post(comments(article), {"text": text})
    assert list(page.context["form"].errors) == ["text"]
    assert Comment.objects.count() == 0


def test_a_comment_is_settled_and_opened_again(sign_in, client):
    user = sign_in(EDITOR)
    article = make_article()
    comment = Comment.objects.create(article=article, by=user, at=NOW, text="Check this")
    for settled_by in (user, None):
        client.post(comments(article), {"settle": comment.pk})
        comment.refresh_from_db()
        assert (comment.settled_by, comment.settled_at is None) == (settled_by, settled_by is None)


def test_an_author_talks_about_their_own_article_and_settles_no_other(sign_in, client):
    author = sign_in(AUTHOR).author
    mine, other = make_article("Mine", authors=[author]), make_article("Other")
    comment = Comment.objects.create(article=other, at=NOW, text="x")
    assert client.post(comments(mine), {"text": "Done"}).status_code == 302
    assert client.post(comments(mine), {"settle": comment.pk}).status_code == 404
    assert client.post(comments(other), {"text": "x"}).status_code == 404
