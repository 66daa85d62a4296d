from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe

from blog import previews
from blog.sitemap import sitemaps
from config import errors, health, media, robots
from config.page_cache import kept

urlpatterns = [
    path("admin/", admin.site.urls),
    path("livez", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", require_safe(kept(sitemap)), {"sitemaps": sitemaps}, name="sitemap"),
    re_path(r"^media/(?P<name>.+)$", media.serve, name="media"),
    path("preview/<str:token>/", previews.preview, name="preview"),
    path("blog/", include("blog.urls")),
    path("", include("leads.urls")),
    path("", include("brand.urls")),  # last: it holds the plain pages at /<slug>/
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
