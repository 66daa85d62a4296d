import pytest

from leads.models import LostReason, Stage
from tests.leads.admin.inbox_page import LIST, change, find, press, signed_in
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db
STAGES = "/admin/leads/stage/"


def add(client, name, **fields):
    return client.post(f"{STAGES}add/", {"name": name, "kind": "qualified", "position": 50, **fields})


def test_a_step_that_the_sales_lead_adds_is_offered_and_counted_as_what_it_is():
    boss, lead = signed_in("sales lead"), make_lead()
    add(boss, "Proposal sent to them")
    step = Stage.objects.get(name="Proposal sent to them")
    assert (step.slug, step.kind) == ("proposal-sen", "qualified")
    offered = find(boss.get(change(lead)), "//select[@name='stage' and not(@id)]/option/text()")
    assert offered == ["Proposal sent to them"]
    press(boss, "move", lead, stage=step.slug)
    lead.refresh_from_db()
    assert (lead.stage, lead.get_stage_display()) == (step.slug, "Proposal sent to them")
    marks = find(boss.get(f"{LIST}?stage={step.slug}"), "//*[@class='row__marks']/span[1]/text()")
    assert marks == ["Proposal sent to them"]


def test_two_steps_whose_names_begin_alike_are_two():
    boss = signed_in("sales lead")
    for name in ["Proposal sent to them", "Proposal sent to us", "提案"]:
        add(boss, name)
    assert list(Stage.objects.filter(position=50).values_list("slug", flat=True).order_by("slug")) == [
        *("proposal--2", "proposal-sen", "step"),
    ]


def test_a_retired_step_is_offered_no_more_and_refused():
    boss, lead = signed_in("sales lead"), make_lead()
    Stage.objects.create(slug="old", name="Old", kind="contacted", is_retired=True)
    assert find(boss.get(change(lead)), "//select[@name='stage' and not(@id)]") == []
    assert "no such stage" in press(boss, "move", lead, stage="old").json()["refused"][0]


@pytest.mark.parametrize("slug", ["new", "contacted", "qualified", "won", "lost"])
def test_our_own_stages_are_only_shown(slug):
    boss = signed_in("sales lead")
    before = Stage.objects.filter(slug=slug).values().get()
    answer = boss.post(f"{STAGES}{slug}/change/", {"name": "X", "kind": "qualified", "position": 1})
    assert (answer.status_code, Stage.objects.filter(slug=slug).values().get()) == (403, before)


def test_a_reason_that_a_lead_was_lost_for_is_retired_and_not_deleted():
    boss, reason = signed_in("sales lead"), LostReason.objects.create(name="Elsewhere")
    lead = make_lead()
    press(boss, "lost", lead, reason=reason.pk)
    assert boss.post(f"/admin/leads/lostreason/{reason.pk}/delete/", {"post": "yes"}).status_code == 403
    LostReason.objects.filter(pk=reason.pk).update(is_retired=True)
    lead.refresh_from_db()
    assert lead.lost_reason == reason
    assert press(boss, "lost", make_lead(), reason=reason.pk).status_code == 422
