"""Everything the demo shows, in the order in which it depends on each other."""

from datetime import datetime

from django.db import connection, transaction

from blog.models import Article
from brand.models import Company
from config.demo import company, leads, library, people, pictures, publishing
from config.demo.drawing import drawn_ahead
from leads.models import Lead
from staff.models import User


def is_empty() -> bool:
    """Nobody has signed up, written or asked anything here yet."""
    return not any(model.objects.exists() for model in (User, Article, Lead, Company))


def seed(*, at: datetime) -> None:
    """Fill an empty database, wholly or not at all."""
    with transaction.atomic(), drawn_ahead(pictures.KEYS) as drawn:
        # On a busy machine a picture may take longer than a request's transaction may lie idle.
        connection.cursor().execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        company.seed()
        people.seed(at=at, drawn=drawn)
        publishing.seed(at=at, drawn=drawn)
        leads.seed(at=at)


def remove() -> None:
    """Wholly or not at all."""
    with transaction.atomic():
        leads.remove()
        publishing.remove()
        people.remove()
        library.remove()
        company.remove()
    people.password_file().unlink(missing_ok=True)
