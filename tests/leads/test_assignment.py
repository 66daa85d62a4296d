import random
from collections import Counter
from datetime import UTC, datetime

import pytest

from leads.assignment import (
    Asked,
    Choice,
    Colleague,
    NotCodes,
    Terms,
    country_of,
    first_holding,
    next_in_turn,
    read_countries,
    read_languages,
)

MORNING = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)
DRAWS = range(25)


def weights_of(dice):
    return [dice.randint(1, 10) for _ in range(dice.randint(1, 6))]


def some(dice, weights):
    return {place for place in range(len(weights)) if dice.random() < 0.4}


def crew(weights, credits=None, away=()):
    return [
        Colleague(
            person=place,
            name=f"P{place}",
            weight=weight,
            credit=(credits or {}).get(place, 0),
            away="is absent until 8 May" if place in away else "",
        )
        for place, weight in enumerate(weights)
    ]


def dealt(weights, times, away_at=lambda n: ()):
    """Who got each of so many leads; None where nobody was there."""
    credits, got = {}, []
    for number in range(times):
        choice = next_in_turn(crew(weights, credits, away_at(number)))
        credits |= choice.credits
        got.append(choice.person)
    return got, credits


@pytest.mark.parametrize("seed", DRAWS)
def test_full_rounds_are_shared_exactly_by_weight(seed):
    dice = random.Random(seed)
    weights, rounds = weights_of(dice), dice.randint(1, 3)
    got, credits = dealt(weights, sum(weights) * rounds)
    assert Counter(got) == {place: weight * rounds for place, weight in enumerate(weights)}
    assert set(credits.values()) == {0}


@pytest.mark.parametrize("seed", DRAWS)
def test_nobody_is_ever_a_lead_or_more_ahead_of_their_share(seed):
    dice = random.Random(seed)
    weights, times = weights_of(dice), dice.randint(0, 150)
    got, credits = dealt(weights, times)
    together = sum(weights)
    for place, weight in enumerate(weights):
        assert got.count(place) * together < times * weight + together
        assert credits.get(place, 0) == times * weight - got.count(place) * together


@pytest.mark.parametrize("seed", DRAWS)
def test_who_is_away_is_never_chosen_and_has_nothing_to_catch_up_on(seed):
    dice = random.Random(seed)
    weights, credits, chosen = weights_of(dice), {}, 0
    for _ in range(60):
        away, before = some(dice, weights), dict(credits)
        choice = next_in_turn(crew(weights, credits, away))
        credits |= choice.credits
        there = set(range(len(weights))) - away
        assert (choice.person in there) if there else choice.person is None
        assert all(credits.get(one, 0) == before.get(one, 0) for one in away)
        assert sum(credits.values()) == 0
        assert all(abs(credit) <= 2 * sum(weights) for credit in credits.values())
        chosen += choice.person is not None
    assert chosen


@pytest.mark.parametrize("seed", DRAWS)
def test_passed_on_each_has_it_once(seed):
    dice = random.Random(seed)
    weights = weights_of(dice)
    away, had, credits = some(dice, weights), [], {}
    while (choice := next_in_turn(crew(weights, credits, away), had=had)).person is not None:
        credits |= choice.credits
        had.append(choice.person)
    assert sorted(had) == sorted(set(range(len(weights))) - away)
    assert choice.credits == {}


def test_turns_are_spread_not_dealt_in_batches():
    assert dealt([5, 1, 1], 7)[0] == [0, 0, 1, 0, 2, 0, 0]


def test_the_sentence_says_who_and_whom_not():
    there = Colleague(person=1, name="Mia Hartmann", weight=2)
    other = Colleague(person=2, name="Ann Lee")
    gone = Colleague(person=3, name="Tom Reed", away="is absent until 8 May")
    assert next_in_turn([there, other, gone]).why == (
        "Mia Hartmann is next, with 2 of 3 turns. Tom Reed is absent until 8 May."
    )
    assert next_in_turn([there, gone]).why == (
        "Mia Hartmann is next, and the only one to ask. Tom Reed is absent until 8 May."
    )
    assert next_in_turn([there, gone], had=[1]) == Choice(
        why="Nobody is there to ask. Mia Hartmann had it already; Tom Reed is absent until 8 May."
    )
    assert next_in_turn([]) == Choice(why="Nobody is named in it.")


def test_nobody_is_there_and_the_first_to_come_back_is_known():
    early = Colleague(person=1, name="A", away="does not work at the moment", back_at=MORNING)
    late = Colleague(person=2, name="B", away="…", back_at=MORNING.replace(hour=12))
    assert next_in_turn([late, early]).back_at == MORNING
    assert next_in_turn([late, early], had=[1]).back_at == MORNING.replace(hour=12)


@pytest.mark.parametrize(
    ("terms", "asked", "holds"),
    [
        ({}, {}, True),
        ({"categories": frozenset({1, 2})}, {"category": 2}, True),
        ({"categories": frozenset({1})}, {"category": 2}, False),
        ({"categories": frozenset({1})}, {}, False),
        ({"languages": ("es",)}, {"language": "es-PR"}, True),
        ({"languages": ("es-PR",)}, {"language": "es"}, False),
        ({"languages": ("e",)}, {"language": "es"}, False),
        ({"languages": ("de", "en")}, {"language": "en"}, True),
        ({"countries": ("DE", "AT")}, {"country": "AT"}, True),
        ({"countries": ("DE",)}, {}, False),
        ({"categories": frozenset({1}), "countries": ("DE",)}, {"category": 1, "country": "FR"}, False),
    ],
)
def test_a_rule_holds_when_all_that_it_names_fits(terms, asked, holds):
    assert Terms(rule=1, name="R", **terms).hold_for(Asked(**asked)) is holds


def test_the_first_rule_that_holds_decides():
    german, all_of_them = Terms(rule=1, name="DACH", countries=("DE",)), Terms(rule=2, name="Rest")
    assert first_holding(Asked(country="DE"), [german, all_of_them]) is german
    assert first_holding(Asked(country="FR"), [german, all_of_them]) is all_of_them
    assert first_holding(Asked(country="FR"), [german]) is None


def test_a_rule_says_what_it_asked_for():
    asked = Asked(category=1, category_name="Hosting", language="de", country="DE")
    terms = Terms(rule=1, name="DACH", categories=frozenset({1}), languages=("de",), countries=("DE", "AT"))
    assert terms.because(asked) == (
        "By the rule “DACH” (category Hosting, language de, telephone number from DE)."
    )
    assert Terms(rule=1, name="Rest").because(asked) == "By the rule “Rest” (every lead)."


def test_codes_are_read_as_people_write_them():
    assert read_countries(" de,AT; ch de") == ["DE", "AT", "CH"]
    assert read_languages("DE es_pr,zh-hant") == ["de", "es-PR", "zh-Hant"]
    assert read_countries("") == read_languages(" ") == []


@pytest.mark.parametrize("typed", ["Germany", "DE, XX", "<b>", "1"])
def test_what_is_no_country_is_named(typed):
    with pytest.raises(NotCodes, match="is no country"):
        read_countries(typed)


@pytest.mark.parametrize("typed", ["German", "d", "de-", "de-12345"])
def test_what_is_no_language_is_named(typed):
    with pytest.raises(NotCodes, match="is no language"):
        read_languages(typed)


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("+442079460112", "GB"),
        ("+4312345678", "AT"),
        ("+14165550123", "CA"),
        ("+12125550123", "US"),
        ("", ""),
        ("+8001234567", ""),
    ],
)
def test_a_number_tells_its_country(number, country):
    assert country_of(number) == country
