from decimal import Decimal

import pytest

from leads.models import Lead
from staff.models import User
from tests.factories import NOW, make_article, make_category
from tests.leads.admin.inbox_page import LIST, change, find, press, rows, signed_in
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["author", "editor"])
def test_authors_and_editors_see_nothing_of_leads(role):
    client, lead = signed_in(role), make_lead(name="Marker Person")
    for address in [LIST, change(lead), f"{LIST}{lead.pk}/history/", f"{LIST}{lead.pk}/delete/"]:
        assert client.get(address).status_code == 403
    assert press(client, "claim", lead).status_code == 403
    assert b"Marker" not in client.get("/admin/").content
    assert Lead.objects.get().expert is None


def test_the_story_is_told_with_who_and_what():
    client, lead = signed_in("sales"), make_lead(article=make_article("On backups").slug)
    lead.claim(by=client.person, at=NOW)
    lead.note("Rang <b>twice</b>.", by=client.person, at=NOW)
    lead.move("won", by=client.person, at=NOW, value=Decimal(4800))
    items = find(client.get(change(lead)), "//ol[@class='story']/li[not(@class)]")
    when = "4 May 2026, 10:30"
    assert [" ".join(item.text_content().split()) for item in items] == [
        f"{when} The visitor: received",
        f"{when} Sam Doe: taken",
        f"{when} Sam Doe: note Rang <b>twice</b>.",
        f"{when} Sam Doe: moved to Won, worth 4,800.00",
    ]
    (mails,) = find(client.get(change(lead)), "//ol[@class='story']/li[@class='is-mail'][last()]")
    assert f"Confirmation to {lead.email}: waiting" in mails.text_content()


PAYLOAD = '"><script>pwn()</script><img src=x onerror=pwn()>'


def test_what_visitors_type_is_inert_in_the_admin():
    client = signed_in("owner", is_superuser=True)
    category = make_category("<img src=x onerror=pwn()>")
    lead = make_lead(
        name=PAYLOAD,
        company=PAYLOAD,
        message=PAYLOAD,
        phone=PAYLOAD,
        email='"><script>pwn()</script>@x.example.com',
        referrer="javascript:pwn()",
        page=PAYLOAD,
        landing_query={"utm_source": PAYLOAD},
        consent_text=PAYLOAD,
        article=make_article(PAYLOAD, category=category).slug,
    )
    lead.note(PAYLOAD, by=client.person, at=NOW)
    for address in [
        f"{LIST}?box=all",
        change(lead),
        f"{LIST}{lead.pk}/history/",
        f"{LIST}{lead.pk}/delete/",
        "/admin/leads/delivery/",
    ]:
        answer = client.get(address)
        assert answer.status_code == 200
        assert find(answer, "//script[contains(., 'pwn')] | //@onerror | //img[@src='x']") == []
        assert find(answer, "//@href[starts-with(., 'javascript')]") == []


def test_a_suspects_reasons_are_told_and_nobody_elses():
    client, suspect, other = signed_in("sales"), make_lead(quarantined=True), make_lead()
    doubts = "//section[@class='doubts']//li/text()"
    assert find(client.get(change(suspect)), doubts) == ["There is a link in the name or the company."]
    assert find(client.get(change(other)), doubts) == []


def test_the_page_is_headed_by_the_person_and_links_only_to_what_may_be_opened():
    client = signed_in("sales")
    lead = make_lead(name="Ada <b>", company="Quinn & Co", expert=client.person, article=make_article().slug)
    make_lead(email=lead.email)
    answer = client.get(change(lead))
    assert find(answer, "string(//h2[@id='pane-title'])") == "Ada <b>, Quinn & Co"
    links = set(find(answer, "//article//a/@href[starts-with(., '/')]"))
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_other_leads_of_the_same_person_are_shown():
    client, number = signed_in("sales"), "+49301234567"
    lead = make_lead(email="adda@x.example.com", message="A shop.", phone_e164=number)
    same = [
        make_lead(email="ADDA+blog@x.example.com"),
        make_lead(phone_e164=number),
        make_lead(email="ada@x.example.com", message="A shop.", name="<script>pwn()</script>"),
    ]
    colleague, stranger = make_lead(email="bo@x.example.com", name="Bo"), make_lead(email="ada@gmail.com")
    make_lead(email="bo@gmail.com")
    others = "//section[@aria-labelledby='others-title']//a/text()"
    colleagues = "//section[@aria-labelledby='colleagues-title']//a/text()"
    answer = client.get(change(lead))
    assert find(answer, others) == [other.reference for other in reversed(same)]
    assert find(answer, colleagues) == [colleague.name]
    answer = client.get(change(stranger))
    assert (find(answer, others), find(answer, colleagues)) == ([], [])


def test_a_merged_enquiry_is_read_with_the_other_and_taken_out_again():
    client, lead, part = signed_in("sales"), make_lead(), make_lead(message="And a second question.")
    part.note("Rang.", by=client.person, at=NOW)
    press(client, "merge", part, other=lead.reference.lower())
    answer = client.get(change(lead))
    text = answer.content.decode()
    assert ("And a second question." in text, f"({part.reference})" in text) == (True, True)
    assert rows(client.get(LIST)) == [lead.name]
    press(client, "split", part)
    assert len(rows(client.get(LIST))) == 2


def test_nobody_adds_a_lead_and_only_an_owner_deletes_one():
    lead = make_lead()
    for role in ["sales", "sales lead"]:
        client = signed_in(role)
        assert client.get(f"{LIST}add/").status_code == 403
        assert client.post(f"{LIST}{lead.pk}/delete/", {"post": "yes"}).status_code == 403
        client.post(LIST, {"action": "delete_selected", "_selected_action": [lead.pk], "post": "yes"})
        assert Lead.objects.count() == 1
    owner = signed_in("owner")
    assert owner.get(f"{LIST}add/").status_code == 403
    owner.post(f"{LIST}{lead.pk}/delete/", {"post": "yes"})
    assert Lead.objects.count() == 0


def test_the_admins_own_history_holds_no_name_and_no_words():
    from django.contrib.admin.models import LogEntry

    client, lead = signed_in("sales"), make_lead(name="Marker Person")
    press(client, "note", lead, words="Marker words")
    entry = LogEntry.objects.get()
    assert (entry.object_repr, "Marker" in entry.change_message) == (lead.reference, False)
    assert User.objects.count() == 1
