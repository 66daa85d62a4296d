import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402

from config.page_cache.layer import PageCache  # noqa: E402

if settings.PAGE_CACHE_MEGABYTES:
    application = PageCache(
        application,
        most_bytes=settings.PAGE_CACHE_MEGABYTES * 1_000_000,
        session_cookie=settings.SESSION_COOKIE_NAME,
        is_secure=settings.IS_SECURE,
    )
