from procrastinate import RetryStrategy
from procrastinate.contrib.django import app


@app.task(queue="pictures", retry=RetryStrategy(max_attempts=3, exponential_wait=10))
def make_avif(picture_id: int) -> None:
    """The AVIF renditions of one picture, then the bodies that show it. Idempotent; a deleted picture is no error."""
    from blog.models import Picture

    picture = Picture.objects.filter(pk=picture_id).first()
    if picture and picture.make_renditions("avif"):
        for article in picture.shown_in.all():
            article.derive_again()
