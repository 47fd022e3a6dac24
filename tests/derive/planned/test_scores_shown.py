"""Scores as far as a plan lets them be shown: one's own, all to the office, bands or ranks (C2)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.derive.boards.season import undone
from tests.derive.conftest import County
from tests.derive.planned.conftest import TEXT
from tests.derive.planned.conftest import work
from tests.records import cast as c
from tests.remembered import remembered
from tongxing.derive.boards import NotInView
from tongxing.derive.plans.scores import By
from tongxing.derive.plans.scores import ScoresBoard
from tongxing.derive.plans.scores import scores_board

PLAIN = TEXT.replace('{ of = "duties", points = 85 }', '{ of = "duties", points = 100 }').replace(
    '  { of = "indicator.bought", points = 15, full_at = "50000元" },\n', ""
)
SHOWN = 'ranking = { show = "none" }'


@pytest.fixture(params=["none", "bands", "ranks"])
def year(request: pytest.FixtureRequest, db: None) -> Iterator[tuple[str, County]]:
    shown = SHOWN if request.param == "none" else (
        f'ranking = {{ show = "{request.param}", basis = "考核办法第九条" }}'
    )  # fmt: skip
    with undone(PLAIN.replace(SHOWN, shown)) as county:
        remembered(f"six months, {request.param} shown", lambda: work(county))
        yield request.param, county


def board(county: County, who: str, by: By = "unit", plan: str = "gaozhou-pairing") -> ScoresBoard:
    return scores_board(
        county.scope(who), book=c.BOOK, plan=plan, by=by, as_of=county.today
    )  # fmt: skip


def test_the_office_reads_all_with_how_each_point_came_about(year: tuple[str, County]) -> None:
    show, county = year
    found = board(county, "office")
    assert found.whole
    assert [one.name for one in found.rows] == ["市委办", "市政协", "市林业局"]
    card = found.rows[0].card
    assert card is not None
    assert card.points == "100分"
    assert any(line.how for line in card.lines)
    assert [one.rank for one in found.rows] == ([1, 2, 2] if show == "ranks" else [None] * 3)


def test_a_unit_reads_its_own_card_and_of_others_what_the_plan_lets(
    year: tuple[str, County],
) -> None:
    show, county = year
    found = board(county, "swb")
    cards = [one.name for one in found.rows if one.card]
    assert cards == ["市委办"]
    others = {one.name: (one.band, one.rank) for one in found.rows if not one.card}
    assert (
        others
        == {
            "none": {},
            "bands": {"市政协": ("较差", None), "市林业局": ("较差", None)},
            "ranks": {"市政协": ("", 2), "市林业局": ("", 2)},
        }[show]
    )


def test_by_pairing_the_same_holds(year: tuple[str, County]) -> None:
    _, county = year
    assert len(board(county, "auditor", "pairing").rows) == 3
    assert [one.name for one in board(county, "lyj", "pairing").rows if one.card] == [
        "市林业局—荷垌村"
    ]


def test_a_village_reads_no_unit_as_its_own(year: tuple[str, County]) -> None:
    _, county = year
    assert not [one for one in board(county, "village").rows if one.card]


def test_a_plan_there_is_not(year: tuple[str, County]) -> None:
    with pytest.raises(NotInView):
        board(year[1], "office", plan="nothing")
