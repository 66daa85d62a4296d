"""The demo's people: three logins, their colleagues, and the authors' bylines."""

import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import ProtectedError

from blog.models import Author
from config.demo import library, pictures
from staff import roles
from staff.models import User

LOGINS = [
    ("admin@example.com", "Alex Owner", roles.OWNER),
    ("editor@example.com", "Elena Rossi", roles.EDITOR),
    ("sales@example.com", "Marcus Bell", roles.SALES),
]
COLLEAGUES = [  # they cannot sign in: they are who leads and articles belong to
    ("hannah@webzworld.example", "Hannah Price", roles.SALES_LEAD),
    ("mia@webzworld.example", "Mia Hartmann", roles.AUTHOR),
    ("tomas@webzworld.example", "Tomás Oliveira", roles.AUTHOR),
    ("priya@webzworld.example", "Priya Raman", roles.AUTHOR),
    ("jonas@webzworld.example", "Jonas Weber", roles.AUTHOR),
]
AUTHORS = [
    (
        "Mia Hartmann", "mia-hartmann", "Lead developer", "mia@webzworld.example",
        "Mia writes the parts nobody sees and everybody notices when they are slow. "
        "She has been building web applications for fourteen years.",
    ),
    (
        "Tomás Oliveira", "tomas-oliveira", "Hosting and operations", "tomas@webzworld.example",
        "Tomás keeps servers boring. He reads logs the way other people read newspapers, with coffee and a raised eyebrow.",
    ),
    (
        "Priya Raman", "priya-raman", "Design lead", "priya@webzworld.example",
        "Priya designs pages that explain themselves. She tests every one of them with a keyboard and a bad connection.",
    ),
    (
        "Jonas Weber", "jonas-weber", "Strategy and analytics", "jonas@webzworld.example",
        "Jonas asks what a website is for before anybody opens an editor, and counts afterwards whether it worked.",
    ),
    (
        "Elena Rossi", "elena-rossi", "Projects and content", "editor@example.com",
        "Elena plans the projects, edits this blog, and takes out every sentence that does not help the reader.",
    ),
]  # fmt: skip


def password_file() -> Path:
    return settings.VAR / "demo-password"


def password() -> str:
    """The demo logins' password: made once, kept in a file that only its owner reads."""
    path = password_file()
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(12) + "\n")
    return path.read_text().strip()


def seed(*, at: datetime, drawn: library.Draw = pictures.draw) -> None:
    for email, name, role in LOGINS:
        _person(email, name, role, password())
    for email, name, role in COLLEAGUES:
        _person(email, name, role, None)
    for name, slug, role, email, biography in AUTHORS:
        portrait = library.add(slug, at=at, drawn=drawn, alt=f"Portrait of {name}")
        account = User.objects.get(email=email)
        Author.objects.create(
            name=name, slug=slug, role=role, biography=biography, portrait=portrait, account=account
        )


def _person(email: str, name: str, role: str, secret: str | None) -> None:
    user = User.objects.create_user(email, secret, name=name, is_superuser=role == roles.OWNER)
    user.groups.add(Group.objects.get(name=role))


def remove() -> None:
    """An author whom an article of your own names stays; so does everybody who is still needed."""
    for author in Author.objects.filter(slug__in=[slug for _, slug, *_ in AUTHORS]):
        try:
            with transaction.atomic():
                author.delete()
        except ProtectedError:
            continue
    for user in User.objects.filter(email__in=[email for email, *_ in LOGINS + COLLEAGUES]):
        _remove_person(user)


def _remove_person(user: User) -> None:
    """Who is named in the history of a lead of your own stays readable there, but can never sign in again."""
    try:
        with transaction.atomic():
            user.delete()
    except ProtectedError:
        user.is_active = user.is_staff = user.is_superuser = False
        user.set_unusable_password()
        user.save()
        user.groups.clear()
