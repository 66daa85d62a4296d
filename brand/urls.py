from django.urls import path, re_path

from brand import views

urlpatterns = [
    path("", views.home, name="home"),
    re_path(r"^brand/([0-9a-f]{6})-([0-9a-f]{6})\.([0-9a-f]{8})\.css$", views.accent, name="accent"),
    path("<slug:slug>/", views.page, name="page"),
]
