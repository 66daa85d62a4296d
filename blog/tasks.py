"""What the worker does for the blog. Every task may run twice; its effect may not."""

from datetime import timedelta

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

HOUSEKEEPING = "housekeeping"


@app.task(queue="pictures", retry=RetryStrategy(max_attempts=5, exponential_wait=10))
def make_avif(picture_id: int) -> None:
    """The AVIF renditions of one picture, then the bodies that show it. A deleted picture is no error."""
    from blog.models import Picture

    picture = Picture.objects.filter(pk=picture_id).first()
    if picture and picture.make_renditions("avif"):
        for article in picture.shown_in.all():
            article.derive_again()


@app.task(name="blog.forget_files", queue="pictures", retry=RetryStrategy(max_attempts=8, exponential_wait=5))
def forget_files(names: list[str]) -> None:
    """What the storage did not delete when its picture went. A file that is gone is no error."""
    from django.core.files.storage import default_storage

    for name in names:
        default_storage.delete(name)


@app.task(
    name="blog.renew_links", queue=HOUSEKEEPING, retry=RetryStrategy(max_attempts=3, exponential_wait=10)
)
def renew_links(article_id: int) -> None:
    """The pages that link to an article say its present address."""
    from blog.models import Article

    for article in Article.objects.filter(links=article_id):
        article.derive_again()


@app.task(
    name="blog.renew_related", queue=HOUSEKEEPING, retry=RetryStrategy(max_attempts=5, exponential_wait=3)
)
def renew_related(article_id: int) -> None:
    """What goes with it, after it was published, filed elsewhere or withdrawn."""
    from blog.related import renew

    renew(article_id, at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="blog.renew_missing_related", queue=HOUSEKEEPING, queueing_lock="renew_missing_related")
def renew_missing_related(timestamp: int) -> None:
    from blog.related import renew_missing

    renew_missing(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="blog.apply_planned_changes", queue=HOUSEKEEPING, queueing_lock="apply_planned_changes")
def apply_planned_changes(timestamp: int) -> None:
    from blog.planning import apply_due

    apply_due(at=timezone.now())


@app.periodic(cron="23 4 * * *")
@app.task(name="blog.empty_bin", queue=HOUSEKEEPING, queueing_lock="empty_bin")
def empty_bin(timestamp: int) -> None:
    """What lay in the bin for its time is gone for good, and so is what nobody came back for on an open page."""
    from blog.models import Article, Presence

    now = timezone.now()
    Article.objects.long_in_bin(at=now).delete()
    Presence.objects.gone(at=now).delete()


@app.periodic(cron="37 4 * * *")
@app.task(name="blog.forget_missing_pages", queue=HOUSEKEEPING, queueing_lock="forget_missing_pages")
def forget_missing_pages(timestamp: int) -> None:
    """What nobody asked for in a season is no loss."""
    from blog.models import MissingPage

    MissingPage.objects.long_unseen(since=timezone.now() - timedelta(days=90)).delete()


@app.task(name="blog.tell_mentioned", queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=5))
def tell_mentioned(comment_id: int, person_id: int) -> None:
    """A comment that was deleted, or a person who left, is no error."""
    from blog.mentions import tell
    from blog.models import Comment
    from staff.models import User

    comment = Comment.objects.select_related("article", "by").filter(pk=comment_id).first()
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if comment and person:
        tell(comment, person)


@app.periodic(cron="11 * * * *")
@app.task(name="blog.sum_up_reads", queue=HOUSEKEEPING, queueing_lock="sum_up_reads")
def sum_up_reads(timestamp: int) -> None:
    from blog.models import RecentReads

    RecentReads.sum_up(on=timezone.localdate())
