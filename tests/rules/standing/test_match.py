"""Deeds meet pairings: by party and place at once, or by party where places lie in each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from tongxing.rules.standing import match
from tongxing.rules.standing.match import meet_deeds
from tongxing.rules.standing.match import spots_of
from tongxing.rules.standing.places import place_range
from tongxing.rules.standing.tables import Deeds
from tongxing.rules.standing.tables import Pairings

TOWN, IN_TOWN, VILLAGE = "440981104000", "440981104209", "440981105201"
PARTIES = ("org:a", "org:b", "org:c")
NONE = np.zeros(0, np.int32)
Deed = tuple[str, Sequence[int]]  # its place, its doers
Pair = tuple[str, Sequence[int]]  # its target, its actors; -1 never recorded anything


def deeds_of(told: Sequence[Deed]) -> Deeds:
    doing = [(row, doer) for row, (_, doers) in enumerate(told) for doer in doers]
    rows, doers = np.array(doing, np.int32).reshape(-1, 2).T
    return Deeds(
        kind=np.zeros(len(told), np.int32),
        place=np.array([int(place) for place, _ in told], np.int64),
        doer_row=rows, doer=doers, doer_role=doers * 0, about_row=NONE, about=NONE,
        kinds=("visit-reception",), parties=PARTIES, roles=("",), subjects=(),
    )  # fmt: skip


def pairings_of(told: Sequence[Pair]) -> Pairings:
    acting = [(row, actor) for row, (_, actors) in enumerate(told) for actor in actors]
    rows, actors = np.array(acting, np.int32).reshape(-1, 2).T
    every = np.arange(len(told), dtype=np.int32)
    low, high = np.array([place_range(place) for place, _ in told], np.int64).reshape(-1, 2).T
    return Pairings(
        keys=tuple(f"pair-{row}" for row in every), kind=every * 0, start=every, until=every,
        place=low, actor_row=rows, actor=actors, target_row=every, target_low=low,
        target_high=high, target_subject=every * 0 - 1, kinds=("synthetic:unit-village",),
    )  # fmt: skip


def one_by_one(deeds: Sequence[Deed], pairs: Sequence[Pair]) -> list[tuple[int, int]]:
    return [
        (deed, pair)
        for deed, (place, doers) in enumerate(deeds)
        for doer in doers
        for pair, (target, actors) in enumerate(pairs)
        if doer in actors and place_range(target)[0] <= int(place) < place_range(target)[1]
    ]


DEEDS: Sequence[Deed] = (
    (VILLAGE, (0,)), (IN_TOWN, (0, 1)), (TOWN, (1, 0)), (VILLAGE, (2,)), ("440981000000", (0, 2)),
    ("440999999999", (1,)), (IN_TOWN, (0,)),
)  # fmt: skip
APART: Sequence[Pair] = (
    (IN_TOWN, (0, 1)), (IN_TOWN, (1, 0, 0)), (VILLAGE, (0,)), (VILLAGE, (-1, 2)),
)  # fmt: skip
NESTED: Sequence[Pair] = ((TOWN, (0,)), (IN_TOWN, (0, 1)), (VILLAGE, (2, -1)))


@pytest.mark.parametrize("few", [0, match.FEW], ids=["by place too", "by party"])
@pytest.mark.parametrize(("pairs", "spots"), [(APART, 3), (NESTED, 1), ((), 1)])
def test_who_meets_whom(
    pairs: Sequence[Pair], spots: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(match, "FEW", few)
    deeds, pairings = deeds_of(DEEDS), pairings_of(pairs)
    met = meet_deeds(deeds, pairings)
    found = list(zip(met.deed.tolist(), met.pairing.tolist(), strict=True))
    assert sorted(found) == sorted(one_by_one(DEEDS, pairs))
    assert met.deed.tolist() == sorted(met.deed.tolist())
    assert spots_of(deeds, pairings).count == spots
    once = [one for one, again in zip(found, met.again.tolist(), strict=True) if not again]
    assert sorted(once) == sorted(set(found))


def test_too_many_parties_and_places_meet_by_party_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    deeds, pairings = deeds_of(DEEDS), pairings_of(APART)
    whole = meet_deeds(deeds, pairings)
    monkeypatch.setattr(match, "MOST_SPOTS", 2)
    assert spots_of(deeds, pairings).count == 1
    alone = meet_deeds(deeds, pairings)
    pairs = [
        sorted(zip(one.deed.tolist(), one.pairing.tolist(), strict=True)) for one in (whole, alone)
    ]
    assert pairs[0] == pairs[1]
