"""The same county counted in different ways: rows, columns, towns, duties, the command line."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from datetime import date

import orjson
import pytest

from tests.derive.boards.acted import PLAN
from tests.derive.boards.season import ROLES
from tests.derive.boards.season import ask
from tests.derive.conftest import County
from tests.records import cast as c
from tongxing.derive import boards
from tongxing.derive.boards import MatrixBoard
from tongxing.derive.boards.shapes import Cell
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.standings import standing_of
from tongxing.project.commands import judge
from tongxing.project.commands.judge import tables
from tongxing.rules.standing import roll_up
from tongxing.rules.standing.tables import State

pytestmark = pytest.mark.django_db

COUNTS = tuple(one.name for one in fields(Tally) if one.name != "rate")
DAYS = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 2, 20), date(2025, 3, 3))


def counted(cells: Iterable[Cell]) -> dict[str, int]:
    """Cells by state, counted one by one."""
    states = Counter(cell.state for cell in cells)
    return {name: states[State[name.upper()]] for name in COUNTS}


def plain(tally: Tally) -> dict[str, int]:
    return {name: getattr(tally, name) for name in COUNTS}


def together(tallies: Iterable[Tally]) -> dict[str, int]:
    known = [plain(one) for one in tallies]
    return {name: sum(one[name] for one in known) for name in COUNTS}


def lines(board: MatrixBoard) -> list[tuple[Cell, ...]]:
    return [row.cells for group in board.groups for row in group.rows]


@pytest.mark.parametrize("viewer", ROLES)
def test_the_row_of_totals_is_the_sum_of_the_rows(season: County, viewer: str) -> None:
    for name in ("matrix", "bought"):
        board = ask(season, viewer, name)
        columns = list(zip(*lines(board), strict=True)) or [()] * len(board.columns)
        assert [plain(one) for one in board.totals] == [counted(one) for one in columns]


@pytest.mark.parametrize(
    "asked", [{"town": c.CAOJIANG}, {"unit": c.FL}, {"states": frozenset({State.EXCUSED})}]
)
def test_totals_follow_what_is_filtered(season: County, asked: dict[str, object]) -> None:
    board = boards.matrix_board(
        season.scope("office"), book=c.BOOK, as_of=season.today,
        asked=boards.MatrixFilter(PLAN, "labour-day", **asked),  # type: ignore[arg-type]
    )  # fmt: skip
    (line,) = lines(board)
    assert [plain(one) for one in board.totals] == [counted([cell]) for cell in line]


def test_all_duties_by_month_are_the_duties_added_up(season: County) -> None:
    months = ask(season, "office", "months")
    duties = [ask(season, "office", name) for name in ("matrix", "bought")]
    found: dict[str, list[Tally]] = {}
    for board in duties:
        for head, tally in zip(board.columns, board.totals, strict=True):
            found.setdefault(f"{head.start:%Y-%m}", []).append(tally)
    assert len(found) == 12
    for head, tally in zip(months.columns, months.totals, strict=True):
        assert plain(tally) == together(found[head.key]), head.key


@pytest.mark.parametrize("as_of", [*DAYS, None])
@pytest.mark.parametrize("state", [one for one in State if one != State.NOT_OWED])
def test_all_by_month_leaves_no_pairing_out_that_has_the_state_asked_for(
    season: County, state: State, as_of: date | None
) -> None:
    """A month's worst state hides milder ones; who asks for those is shown the pairing too."""
    name, day = state.name.lower(), as_of or season.today
    whole, asked = (
        boards.matrix_board(
            season.scope("office"), book=c.BOOK, as_of=day, asked=boards.MatrixFilter(states=states)
        )
        for states in (frozenset[State](), frozenset({state}))
    )
    assert getattr(asked.total, name) == getattr(whole.total, name)
    assert bool(lines(asked)) == bool(getattr(whole.total, name))


def test_what_a_month_says_is_done_of_owed(season: County) -> None:
    months = ask(season, "office", "months")
    for place, total in enumerate(months.totals):
        parts = [one[place].said.split("/") for one in lines(months) if one[place].said]
        done, owed = (sum(int(part[at]) for part in parts) for at in (0, 1))
        assert (done, owed) == (total.kept + total.late, total.owed)


@pytest.mark.parametrize("as_of", [*DAYS, None])
@pytest.mark.parametrize("viewer", ["office", "team", "fl"])
def test_the_numbers_of_home_are_those_of_the_matrix(
    season: County, viewer: str, as_of: date | None
) -> None:
    """市妇联's pairing has ended; what it owed this year stands in every count of the year."""
    home = ask(season, viewer, "home", as_of)
    for duty in home.duties:
        board = ask(season, viewer, "matrix" if duty.duty.duty == "labour-day" else "bought", as_of)
        own = [
            row.cells
            for group in board.groups
            for row in group.rows
            if viewer != "team" or c.TEAM in {one.id for one in row.pairing.actors}
        ]
        assert plain(duty.year) == counted(cell for line in own for cell in line)
        assert duty.missed == duty.year.missed
        now = [head.key for head in board.columns].index(duty.period)
        assert plain(duty.current) == counted(line[now] for line in own)


@pytest.mark.parametrize("as_of", [*DAYS, None])
@pytest.mark.parametrize("viewer", ["office", "village", "team", "fl", "swb"])
def test_towns_add_up_to_what_the_duties_say(
    season: County, viewer: str, as_of: date | None
) -> None:
    home = ask(season, viewer, "home", as_of)
    assert together(one.tally for one in home.towns) == together(one.year for one in home.duties)
    assert sum(one.pairings for one in home.towns) == home.pairings


@pytest.mark.parametrize("as_of", [*DAYS, None])
@pytest.mark.parametrize("name", ["county", "town", "caojiang"])
def test_the_parts_of_a_place_add_up_to_it(season: County, name: str, as_of: date | None) -> None:
    """Ended pairings too: a village where nobody helps any more keeps its share of the year."""
    board = ask(season, "office", name, as_of)
    assert together(one.tally for one in board.parts) == together(o.tally for o in board.duties)
    own = sum(line.place.id == board.place.id for line in board.pairings)
    assert sum(one.pairings for one in board.parts) + own == len(board.pairings)


def test_a_county_is_its_towns_and_a_town_its_villages(season: County) -> None:
    county, town = (ask(season, "office", name) for name in ("county", "town"))
    village = ask(season, "office", "village")
    assert {bar.place.id: plain(bar.tally) for bar in county.parts}[c.GENZI] == together(
        one.tally for one in town.duties
    )
    bars = {bar.place.id: plain(bar.tally) for bar in town.parts}
    assert bars[c.BAIQIAO] == together(one.tally for one in village.duties)
    assert (bars[c.YUANBA]["kept"], bars[c.YUANBA]["missed"]) == (1, 0)


def test_a_village_is_its_pairings_and_a_unit_too(season: County) -> None:
    for name in ("village", "unit", "lyj"):
        board = ask(season, "office", name)
        strips = [strip for one in board.pairings for strip in one.strips]
        for duty in board.duties:
            cells = (cell for one in strips if one.duty == duty.duty for cell in one.cells)
            assert plain(duty.tally) == counted(cells), (name, duty.duty.duty)


def test_a_cell_is_the_same_wherever_it_is_shown(season: County) -> None:
    shown = [
        strip
        for name in ("village", "hetong", "unit", "zx", "lyj")
        for one in ask(season, "office", name).pairings
        for strip in one.strips
    ]
    shown += [s for name in ("pairing", "lyj-pairing") for s in ask(season, "office", name).strips]
    rows = {
        (duty, row.pairing.key): row.cells
        for duty, name in (("labour-day", "matrix"), ("bought", "bought"))
        for group in ask(season, "office", name).groups
        for row in group.rows
    }
    assert len(shown) == 16
    for strip in shown:
        assert strip.cells == rows[strip.duty.duty, strip.pairing]


@pytest.mark.parametrize("place", [c.BOOK, c.GENZI, c.CAOJIANG, c.BAIQIAO])
@pytest.mark.parametrize("as_of", [date(2025, 2, 20), date(2025, 3, 12)])
def test_the_command_says_what_the_board_says(
    season: County, capsysbinary: pytest.CaptureFixture[bytes], place: str, as_of: date
) -> None:
    told = judged(capsysbinary, place, as_of)
    code = place.ljust(12, "0")
    board = boards.place_board(season.scope("office"), place=code, as_of=as_of)
    said = {one.duty.duty: one.tally for one in board.duties}
    assert {one["id"].partition(":")[2] for one in told["duties"]} == set(said)
    for one in told["duties"]:
        tally = said[one["id"].partition(":")[2]]
        assert {name: one[name] for name in tables.COLUMNS} == {
            name: getattr(tally, name) for name in tables.COLUMNS
        }
    if told["parts"]:  # a village has none
        for name in tables.COLUMNS:
            duties, parts = (sum(one[name] for one in told[key]) for key in ("duties", "parts"))
            assert duties == parts, name


def judged(printed: pytest.CaptureFixture[bytes], place: str, as_of: date) -> dict[str, object]:
    parser = argparse.ArgumentParser()
    judge.register(parser.add_subparsers())
    asked = ["judge", "--json", "--place", place, "--as-of", as_of.isoformat()]
    args = parser.parse_args(asked)
    assert args.run(args) == 0
    found: dict[str, object] = orjson.loads(printed.readouterr().out)
    return found


def test_every_way_of_rolling_up_counts_every_cell_once(season: County) -> None:
    """By village, by town, by county: the whole is the same to the last period."""
    standing = standing_of(c.BOOK, as_of=season.today).standing
    for number, duty in enumerate(standing.duties):
        whole = Counter(duty.state.ravel().tolist())
        for digits in (2, 6, 9, 12):
            rolled = roll_up(standing, digits).counts[:, number]
            assert rolled.sum(axis=0).tolist() == [whole[state] for state in range(len(State))]
