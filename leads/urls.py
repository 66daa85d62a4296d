from django.urls import path

from leads import inbound_views, own_views, views

app_name = "leads"
urlpatterns = [
    path("talk-to-our-experts/", views.talk_to_our_experts, name="talk"),
    path("talk-to-our-experts/opened/", views.opened, name="opened"),
    path("talk-to-our-experts/thanks/<str:token>/", views.thanks, name="thanks"),
    path("talk-to-our-experts/mail/", inbound_views.inbound, name="inbound"),
    path("talk-to-our-experts/yours/<str:token>/", own_views.yours, name="yours"),
    path("talk-to-our-experts/yours/<str:token>/withdraw/", own_views.withdraw, name="withdraw"),
    path("talk-to-our-experts/yours/<str:token>/erase/", own_views.erase, name="erase"),
    path("talk-to-our-experts/address/<str:token>/", own_views.correction, name="correction"),
]
