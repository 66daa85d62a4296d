"""Settings, addresses, view and application of the bare site (`ceiling.py`), all in this one module."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.lead_storm.bare_view"
MIDDLEWARE: list[str] = []
INSTALLED_APPS: list[str] = []

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402


def talk(request: HttpRequest) -> HttpResponse:
    given = [request.POST[name] for name in ("name", "email", "message")]
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bare (name, email, message) VALUES (%s, %s, %s)", given)
    page = b"<strong>BL-3333333</strong>"
    return HttpResponse(page, status=201, headers={"Content-Length": str(len(page))})


urlpatterns = [path("talk-to-our-experts/", talk)]
application = get_wsgi_application()
