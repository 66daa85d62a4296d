from django.urls import path

from leads import views

app_name = "leads"
urlpatterns = [
    path("talk-to-our-experts/", views.talk_to_our_experts, name="talk"),
    path("talk-to-our-experts/opened/", views.opened, name="opened"),
    path("talk-to-our-experts/thanks/<str:token>/", views.thanks, name="thanks"),
]
