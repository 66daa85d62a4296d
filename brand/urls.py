from django.urls import path, re_path

from brand import views
from brand.stylesheet import PROSE

COLOURS = r"([0-9a-f]{6})-([0-9a-f]{6})\.([0-9a-f]{8})"
urlpatterns = [
    path("", views.home, name="home"),
    re_path(rf"^brand/{COLOURS}\.css$", views.accent, name="accent"),
    re_path(rf"^brand/prose/{COLOURS}\.css$", views.accent, {"template": PROSE}, name="prose_accent"),
    path("<slug:slug>/", views.page, name="page"),
]
