"""Every board as every person of the cast sees it: their own, and never a stranger's.

What each may see is written down here by hand, apart from the code that decides it.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from functools import cache

import pytest

from tests.derive.boards.season import NAMES
from tests.derive.boards.season import ROLES
from tests.derive.boards.season import ask
from tests.derive.boards.within import opened
from tests.derive.boards.within import within
from tests.derive.conftest import County
from tests.records import cast as c
from tongxing.derive import boards
from tongxing.derive.boards import NotInView
from tongxing.derive.boards.home import WaitingLine
from tongxing.derive.boards.shapes import Cited
from tongxing.derive.boards.shapes import Figure
from tongxing.derive.boards.shapes import PairingLine
from tongxing.derive.boards.shapes import RecordLine
from tongxing.derive.boards.shapes import Strip
from tongxing.derive.traces import Trace
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import doers_of

pytestmark = pytest.mark.django_db

# Where somebody sees everything, and whose work they see wherever it was done.
PLACES: Mapping[str, str] = {
    "office": "440981", "supervisor": "440981", "auditor": "440981", "swb": "440981104209",
    "zx": "440981104209", "lyj": "440981124201", "fl": "nowhere", "team": "440981104",
    "village": "440981104209",
}  # fmt: skip
PARTIES: Mapping[str, str] = {"swb": c.SWB, "zx": c.ZX, "lyj": c.LYJ, "fl": c.FL, "team": c.TEAM}
Seen = Callable[[str], dict[str, object]]
WHOLE = {"swb", "zx", "lyj", "fl", "team"}
PAIRINGS: Mapping[str, set[str]] = {
    "office": WHOLE, "supervisor": WHOLE, "auditor": WHOLE, "swb": {"swb", "zx"},
    "zx": {"swb", "zx"}, "lyj": {"lyj"}, "fl": {"fl"}, "team": {"swb", "zx", "fl", "team"},
    "village": {"swb", "zx"},
}  # fmt: skip
NEIGHBOURS = {"hetong", "caojiang", "fl", "team", "lyj-pairing", "fl-pairing"}
CLOSED: Mapping[str, set[str]] = {
    "office": set(), "supervisor": set(), "auditor": set(), "swb": NEIGHBOURS, "zx": NEIGHBOURS,
    "lyj": {"village", "town", "zx", "fl", "team", "pairing", "zx-pairing", "fl-pairing"},
    "fl": set(NAMES) - {"home", "months", "matrix", "bought", "town", "county", "fl", "fl-pairing"},
    "team": {"hetong", "caojiang", "lyj-pairing"}, "village": NEIGHBOURS,
}  # fmt: skip


@pytest.fixture(scope="module")
def shown(season: County) -> Seen:
    """Every board that opens for a viewer, asked for once."""

    @cache
    def of(viewer: str) -> dict[str, object]:
        return {name: ask(season, viewer, name) for name in NAMES if name not in CLOSED[viewer]}

    return of


def may_read(viewer: str, record: Record) -> bool:
    own = {f"person:{viewer}", PARTIES.get(viewer, "")}
    doers = {party for one in doers_of(record) for party in (one.who, one.of) if party}
    return record.place.startswith(PLACES[viewer]) or not own.isdisjoint(doers)


@pytest.mark.parametrize("viewer", ROLES)
def test_a_board_of_somebody_elses_does_not_open(season: County, viewer: str) -> None:
    for name in CLOSED[viewer]:
        with pytest.raises(NotInView):
            ask(season, viewer, name)


@pytest.mark.parametrize("viewer", ROLES)
def test_no_foreign_pairing_is_named_anywhere(season: County, shown: Seen, viewer: str) -> None:
    names = {season.key(name): name for name in WHOLE}
    found: set[str] = set()
    for name, board in shown(viewer).items():
        here = {names[line.key] for line in within(board, PairingLine)}
        here |= {names[strip.pairing] for strip in within(board, Strip)}
        here |= {names[one.trace.pairing] for one in within(board, Cited)}
        here |= {names[one.pairing] for one in within(board, WaitingLine) if one.pairing}
        assert here <= PAIRINGS[viewer], name
        found |= here
    unpaired = {"village": set(), "fl": set()}.get(viewer, set())
    assert found | unpaired == PAIRINGS[viewer]


@pytest.mark.parametrize("viewer", ROLES)
def test_no_foreign_record_is_shown_anywhere(season: County, shown: Seen, viewer: str) -> None:
    ids: set[object] = set()
    for name, board in shown(viewer).items():
        lines = {line.id for line in within(board, RecordLine)}
        for record in Record.objects.filter(id__in=lines):
            assert may_read(viewer, record), (name, record.kind, record.place)
        ids |= lines
    assert ids


@pytest.mark.parametrize("viewer", ["swb", "lyj", "fl"])
def test_a_figure_is_made_of_records_its_reader_may_open(
    season: County, shown: Seen, viewer: str
) -> None:
    for name, board in shown(viewer).items():
        for figure in within(board, Figure):
            behind = opened(season, viewer, figure.trace)
            assert (behind.hidden, len(behind.records)) == (0, figure.records), (name, figure.id)
            assert behind.said == figure.said


def test_two_readers_of_one_village_read_the_same_figures(season: County) -> None:
    """Nothing is hidden inside a village from those who see it."""
    office, unit, secretary = (ask(season, who, "village") for who in ("office", "swb", "village"))
    assert office == unit == secretary


def test_a_town_is_only_as_large_as_ones_own_part_of_it(season: County) -> None:
    days = {
        viewer: next(
            one.year.value for one in ask(season, viewer, "town").figures if one.year.id == "days"
        )
        for viewer in ("office", "swb", "fl", "team")
    }
    # 市委办 4 (one of them made up), 市政协 1, 市林业局 in 柏桥村 1, 市妇联 in 元坝村 1
    assert days == {"office": 7, "swb": 6, "fl": 1, "team": 7}


@pytest.mark.parametrize(
    ("viewer", "pairings", "unit"),
    [
        ("swb", 1, c.SWB), ("zx", 1, c.ZX), ("lyj", 1, c.LYJ), ("fl", 0, c.FL),
        ("team", 1, c.TEAM), ("village", 2, ""), ("office", 4, ""), ("auditor", 4, ""),
    ],
)  # fmt: skip
def test_home_is_about_the_pairings_of_ones_own_unit(
    season: County, viewer: str, pairings: int, unit: str
) -> None:
    home = ask(season, viewer, "home")
    assert (home.pairings, home.unit) == (pairings, unit)
    assert sum(bar.pairings for bar in home.towns) == pairings
    if unit:
        lines = [*(one.pairing for one in home.help), *(p for d in home.coming for p in d.pairings)]
        assert {actor.id for line in lines for actor in line.actors} <= {unit}


def test_a_unit_no_longer_paired_still_reads_what_it_owed_this_year(season: County) -> None:
    home = ask(season, "fl", "home")
    (labour,) = [one for one in home.duties if one.duty.duty == "labour-day"]
    assert (labour.year.kept, labour.year.missed, labour.current.owed) == (1, 0, 0)
    assert not home.help


def test_who_sets_the_county_up_sees_all_of_it(season: County) -> None:
    """Commands read with no role at all: they are for no unit, so home is about everybody."""
    home = boards.home_board(everything(), book=c.BOOK, as_of=season.today)
    assert home.pairings == 4
    assert home.duties == ask(season, "office", "home").duties


def test_a_link_handed_to_a_stranger_opens_nothing(season: County) -> None:
    cell = Trace(
        c.BOOK, season.today, plan="gaozhou-pairing", duty="labour-day",
        pairing=season.key("swb"), period="2025-01",
    )  # fmt: skip
    assert len(opened(season, "zx", cell).records) == 2
    for viewer in ("lyj", "fl"):
        with pytest.raises(NotInView):
            opened(season, viewer, cell)


def test_a_figure_of_a_strangers_village_holds_only_ones_own_records(season: County) -> None:
    """市委办 bought nothing but worked a day in 荷垌村: of that village's days it reads its own."""
    days = Trace(
        c.BOOK, season.today, plan="gaozhou-pairing", indicator="days", place=c.HETONG,
        since=date(2025, 1, 1), until=date(2026, 1, 1),
    )  # fmt: skip
    said = {who: opened(season, who, days).said for who in ("office", "lyj", "swb", "fl")}
    assert said == {"office": "2", "lyj": "2", "swb": "1", "fl": "暂无数据"}
