from django.urls import path, re_path

from blog import feeds, sitemap, views

app_name = "blog"
urlpatterns = [
    path("", views.index, name="index"),
    path("search/", views.search_page, name="search"),
    path("feed.xml", feeds.newest, name="feed"),
    re_path(
        r"^sitemap-(?P<kind>pages|tags|articles)-(?P<number>[1-9][0-9]{0,8})\.xml$",
        sitemap.part,
        name="sitemap_part",
    ),
    path("category/<slug:slug>/", views.category, name="category"),
    path("tag/<str:slug>/", views.tag, name="tag"),
    path("author/<slug:slug>/", views.author, name="author"),
    re_path(r"^cards/(?P<pk>[0-9]{1,18})-(?P<digest>[0-9a-f]{16})\.png$", views.card, name="card"),
    path("<slug:slug>/", views.article, name="article"),
    path("<slug:slug>/read/", views.read, name="read"),
]
