from django.urls import path

from blog import feeds, sitemap, views

app_name = "blog"
urlpatterns = [
    path("", views.index, name="index"),
    path("feed.xml", feeds.newest, name="feed"),
    path("sitemap-<int:number>.xml", sitemap.part, name="sitemap_part"),
    path("category/<slug:slug>/", views.category, name="category"),
    path("tag/<str:slug>/", views.tag, name="tag"),
    path("author/<slug:slug>/", views.author, name="author"),
    path("<slug:slug>/", views.article, name="article"),
]
