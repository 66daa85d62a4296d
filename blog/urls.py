from django.http import HttpResponse
from django.urls import path

app_name = "blog"
urlpatterns = [
    path("category/<slug:slug>/", HttpResponse, name="category"),
    path("tag/<str:slug>/", HttpResponse, name="tag"),
    path("author/<slug:slug>/", HttpResponse, name="author"),
    path("<slug:slug>/", HttpResponse, name="article"),
]
