import pytest
from django.db import IntegrityError, transaction

from leads.models import LeadEvent
from tests.factories import NOW, make_user
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db


def test_what_happened_is_never_rewritten():
    lead = make_lead()
    lead.note("Rang twice.", by=make_user(), at=NOW)
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        LeadEvent.objects.filter(kind="noted").update(text="Rang once.")
    assert lead.events.last().text == "Rang twice."


@pytest.mark.parametrize("empty", [{"kind": "noted"}, {"kind": "moved"}])
def test_an_event_says_what_happened(empty):
    lead = make_lead()
    with pytest.raises(IntegrityError), transaction.atomic():
        lead.events.create(at=NOW, **empty)


def test_a_stage_is_shown_in_words_and_an_abolished_one_by_its_old_name():
    lead = make_lead()
    lead.move("contacted", by=make_user(), at=NOW)
    assert lead.events.last().stage_word() == "Contacted"
    assert LeadEvent(lead=lead, kind="moved", stage="dreaming").stage_word() == "dreaming"
