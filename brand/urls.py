from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("<slug:slug>/", HttpResponse, name="page")]
