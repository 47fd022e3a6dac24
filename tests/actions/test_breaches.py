"""The plan's numbers counted over many pairings at once: who has too few, who too many."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.standing.test_split import TEXT
from tongxing.actions.assignment import Line
from tongxing.actions.cardinality import Breach
from tongxing.actions.cardinality import KindInForce
from tongxing.actions.cardinality import breaches
from tongxing.rules.plan import read_edition
from tongxing.rules.plan import shipped_kinds

PAIR = """[pairing.pair]
title      = "结对共建"
actor      = "organization"
target     = "village"
per_target = { min = 2, max = 3 }
per_actor  = { max = 1 }
"""
BUNDLE = """
[pairing.bundle]
title  = "包户"
actor  = { unit-member = 1 }
target = { household = { min = 2, max = 3 } }
"""
A, B = "440981104209", "440981104210"


@pytest.fixture(scope="module")
def kinds() -> dict[str, KindInForce]:
    old = TEXT.partition("[pairing.pair]")[2].partition("[pairing.other]")[0]
    text = TEXT.replace(f"[pairing.pair]{old}", f"{PAIR}{BUNDLE}\n")
    edition, problems = read_edition(text.encode(), file="p.toml", kinds=shipped_kinds())
    assert edition, problems
    return {f"p:{k}": KindInForce(f"p:{k}", one, edition) for k, one in edition.pairings.items()}


def pair(who: str, place: str = A) -> Line:
    return Line("p:pair", ((who, ""),), place, date(2025, 1, 1))


def found(kinds, *pairs: Line, places=(A, B), actors=("org:1",)) -> list[tuple[str, int]]:
    return [(one.subject, one.number) for one in breaches(kinds, pairs, places, actors)]


def test_as_many_as_the_plan_asks_is_no_breach(kinds):
    assert found(kinds, pair("org:1"), pair("org:2")) == []


def test_too_few_and_too_many_of_a_village(kinds):
    assert found(kinds, pair("org:1")) == [(A, 1)]
    assert found(kinds, *(pair(f"org:{n}") for n in range(4))) == [(A, 4)]


def test_too_many_villages_of_a_unit(kinds):
    two = [pair("org:1"), pair("org:2"), pair("org:1", B), pair("org:3", B)]
    assert found(kinds, *two) == [("org:1", 2)]


def test_a_village_or_unit_nobody_asked_about_is_not_told(kinds):
    assert found(kinds, pair("org:1"), places=(B,), actors=()) == []


def test_a_village_without_any_pairing_is_not_counted(kinds):
    assert found(kinds) == []


def test_a_kind_whose_plan_is_not_in_force_has_no_numbers(kinds):
    assert found(kinds, Line("q:pair", (("org:1", ""),), A, date(2025, 1, 1))) == []


@pytest.mark.parametrize(("houses", "wrong"), [(1, True), (2, False), (3, False), (4, True)])
def test_the_households_of_a_bundle(kinds, houses: int, wrong: bool):
    subjects = tuple(f"household:{n}" for n in range(houses))
    one = Line("p:bundle", (("person:1", "unit-member"),), A, date(2025, 1, 1), subjects)
    assert bool(found(kinds, one, actors=())) == wrong


def test_a_breach_says_which_way():
    few, many = Breach("p:pair", A, 1, 2, 3), Breach("p:pair", A, 4, 2, 3)
    assert few.say("结对方") == "结对方1个，少于方案要求的2个"
    assert many.say("结对方") == "结对方4个，多于方案规定的3个"
