import pytest

from blog.models import Article
from config.fresh import fresh
from leads.models import Delivery, Lead, LeadEvent

ALWAYS_NEW = {"_state", "reference"}


def columns(row):
    return {name: value for name, value in vars(row).items() if name not in ALWAYS_NEW}


@pytest.mark.parametrize("model", [Lead, LeadEvent, Delivery])
def test_it_is_as_the_model_makes_it(model):
    made, plain = fresh(model), model()
    assert columns(made) == columns(plain)
    assert (made._state.adding, made._state.db, made.pk) == (True, None, None)


def test_what_is_given_stands_in_it_and_related_rows_with_their_keys():
    article = Article(pk=7, title="On backups")
    made = fresh(Lead, name="Ada", article=article, expert_id=3)
    assert (made.name, made.article, made.article_id, made.expert_id) == ("Ada", article, 7, 3)


def test_no_two_share_what_can_be_changed():
    one, two = fresh(Lead), fresh(Lead)
    one.landing_query["utm_source"] = "news"
    one.suspicions.append("odd")
    assert (two.landing_query, two.suspicions) == ({}, [])
    assert one.reference != two.reference


def test_what_is_no_field_is_refused_as_the_model_refuses_it():
    with pytest.raises(TypeError, match="Lead has no nmae"):
        fresh(Lead, nmae="Ada")
