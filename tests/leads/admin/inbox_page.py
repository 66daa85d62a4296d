"""The inbox as its tests see it: signed in, asked, pressed."""

from django.test import Client
from lxml import html

from tests.factories import make_user

LIST = "/admin/leads/lead/"


def signed_in(role=None, **fields):
    client = Client()
    client.person = make_user(role=role, **fields)
    client.force_login(client.person)
    return client


def find(response, xpath):
    return html.document_fromstring(response.content.decode()).xpath(xpath)


def rows(response):
    return find(response, "//*[@class='row__name']/text()")


def change(lead):
    return f"{LIST}{lead.pk}/change/"


def press(client, verb, *leads, **given):
    sent = {"verb": verb, "lead": [lead.pk for lead in leads], **given}
    return client.post(f"{LIST}press/", sent, headers={"accept": "application/json"})


def told(response):
    return [
        " ".join(found.text_content().split()) for found in find(response, "//ul[@class='messagelist']/li")
    ]
