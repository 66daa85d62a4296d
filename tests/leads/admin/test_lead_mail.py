import pytest

from leads.models import LeadMail
from tests.leads.admin.inbox_page import find, signed_in

pytestmark = pytest.mark.django_db
OWN = "/admin/me/"
TYPED = {"name": "Sam Doe", "time_zone": "", "when": "digest", "which": "all", "hour": "17"}


def test_a_sales_person_chooses_their_mails():
    client = signed_in("sales")
    assert find(client.get(OWN), "//select[@name='when']/option[@selected]/@value") == ["at_once"]
    client.post(OWN, TYPED)
    found = LeadMail.objects.get()
    assert (found.person, found.when, found.which, found.hour) == (client.person, "digest", "all", 17)
    assert find(client.get(OWN), "//select[@name='hour']/option[@selected]/text()") == ["17:00"]


def test_what_is_no_choice_is_refused_and_nothing_is_kept():
    client = signed_in("sales")
    response = client.post(OWN, {**TYPED, "name": "Another", "hour": "24"})
    assert find(response, "//ul[@class='errorlist']/li/text()") == [
        "Select a valid choice. 24 is not one of the available choices."
    ]
    assert find(response, "//input[@name='name']/@value") == ["Another"]
    client.person.refresh_from_db()
    assert (LeadMail.objects.count(), client.person.name) == (0, "Sam Doe")


def test_whoever_answers_no_leads_is_not_asked():
    client = signed_in("editor")
    assert find(client.get(OWN), "//select/@name") == ["time_zone"]
    client.post(OWN, TYPED)
    assert LeadMail.objects.count() == 0
