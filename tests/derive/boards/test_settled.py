"""What waits appears for whom it concerns and goes when it is settled; drafts cite what is missed."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from uuid import UUID

import pytest

from tests.derive.boards.acted import act
from tests.derive.boards.season import force
from tests.derive.boards.within import opened
from tests.derive.conftest import County
from tests.derive.plans import PLAN as TEXT
from tests.records import cast as c
from tongxing.actions.correct_record import settle_conflict
from tongxing.actions.draft import Doer
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.return_record import accept_record
from tongxing.actions.return_record import return_record
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.derive import boards
from tongxing.derive.boards.home import HomeBoard
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.rules.standing.tables import State

READERS = ("office", "supervisor", "auditor", "swb", "zx", "lyj", "team", "village")


def home(county: County, viewer: str = "office", **when: object) -> HomeBoard:
    given = {"book": c.BOOK, "as_of": county.today} | when
    return boards.home_board(county.scope(viewer), **given)  # type: ignore[arg-type]


def waits(county: County, sort: str, **when: object) -> dict[str, list[UUID | None]]:
    """For whom something of a sort waits, and which records."""
    found = {}
    for viewer in READERS:
        ones = [one.record for one in home(county, viewer, **when).waiting if one.sort == sort]
        if ones:
            found[viewer] = ones
    return found


def given(county: County, minutes: int) -> dict[str, object]:
    at = county.at + timedelta(minutes=minutes)
    return {"acting": county.scope("office"), "at": at, "id": new_id(at)}


@pytest.mark.parametrize("settled", ["corrected", "withdrawn"])
def test_a_returned_record_waits_for_its_unit_until_mended(county: County, settled: str) -> None:
    record = county.write()
    return_record(**given(county, 1), of=record.id, note="请补人数")
    assert waits(county, "returned") == {"swb": [record.id]}
    assert waits(county, "returned", known_at=county.at) == {}
    if settled == "corrected":
        county.correct(record, later=2, values={"people": "20人次"})
    else:
        withdraw_record(**given(county, 2), of=record.id, reason="记错了")
    assert waits(county, "returned") == {}
    then = county.at + timedelta(minutes=1)
    assert waits(county, "returned", known_at=then) == {"swb": [record.id]}


def test_who_typed_a_record_for_a_unit_gets_it_back_too(county: County) -> None:
    """The secretary wrote down what 市政协 did in the village."""
    record = county.write("village", doers=(Doer(c.ZX),))
    return_record(**given(county, 1), of=record.id, note="请核对")
    assert waits(county, "returned") == {"zx": [record.id], "village": [record.id]}


def test_rival_corrections_wait_for_the_office_until_settled(county: County) -> None:
    record = county.write()
    first = county.correct(record, later=1, values={"people": "20人次"})
    assert waits(county, "conflict") == {}
    second = county.correct(record, later=2, values={"people": "25人次"})
    third = county.correct(record, later=3, values={"people": "28人次"})
    ids = [one.record.id for one in (first, second, third)]
    assert waits(county, "conflict") == {"office": ids[1:]}
    settle_conflict(
        acting=county.scope("office"), at=county.at + timedelta(minutes=4), of=ids,
        draft=county.crew.draft(values={"people": "26人次"}),
    )  # fmt: skip
    assert waits(county, "conflict") == {}
    then = county.at + timedelta(minutes=2)
    assert waits(county, "conflict", known_at=then) == {"office": [ids[1]]}


def test_after_the_lock_a_record_waits_only_while_it_would_change_something(county: County) -> None:
    late = county.write(happened=date(2024, 12, 5))
    again = county.write(happened=date(2024, 12, 6), later=1)
    assert waits(county, "accept") == {"office": [late.id, again.id]}
    accept_record(**given(county, 2), of=late.id)
    assert waits(county, "accept") == {"office": [again.id]}
    withdraw_record(**given(county, 3), of=again.id, reason="同一次活动")
    assert waits(county, "accept") == {}


def test_in_time_or_of_nobodys_duty_nothing_waits(county: County) -> None:
    county.write(happened=date(2025, 2, 5))
    county.write(
        happened=date(2024, 10, 5), kind="honour", values={"name": "先进", "level": "city"}
    )
    county.write("office", doers=(Doer(c.FL),), happened=date(2024, 10, 5))
    assert waits(county, "accept") == {}


def test_an_accepted_record_counts_from_when_it_was_accepted(county: County) -> None:
    late = county.write(happened=date(2024, 12, 5))
    accept_record(**given(county, 5), of=late.id)

    def december(**when: object) -> State:
        board = boards.matrix_board(
            county.scope("office"), book=c.BOOK, as_of=county.today,
            asked=boards.MatrixFilter("gaozhou-pairing", "labour-day", 2024, unit=c.SWB), **when,
        )  # fmt: skip
        return board.groups[0].rows[0].cells[-1].state

    assert december() == State.KEPT
    assert december(known_at=county.at + timedelta(minutes=4)) == State.MISSED


def decisions(county: County, **when: object) -> list[str]:
    return [one.pairing for one in home(county, **when).waiting if one.sort == "decide"]


def test_a_talk_is_decided_about_until_the_row_ends(county: County) -> None:
    act(county)
    zx, lyj = county.key("zx"), county.key("lyj")
    assert decisions(county) == [zx, lyj]
    county.write("lyj", happened=date(2025, 2, 20), later=1)
    assert decisions(county, known_at=county.at) == [zx, lyj]
    assert decisions(county) == [zx]
    end_pairing(**given(county, 2), pairing=zx, until=county.today, reason="调整")
    assert decisions(county) == []


def test_the_ladder_is_reached_on_its_day_and_not_before(county: County) -> None:
    """Two months missed on 6 November, three on 6 December 2024."""
    for day, steps in (
        (date(2024, 11, 5), []),
        (date(2024, 11, 6), ["remind"]),
        (date(2024, 12, 5), ["remind"]),
        (date(2024, 12, 6), ["remind", "talk"]),
    ):
        board = boards.pairing_board(county.scope("zx"), key=county.key("zx"), as_of=day)
        assert [one.step for one in board.steps] == steps, day
        assert {one.reached for one in board.steps} <= {date(2024, 11, 6), date(2024, 12, 6)}


def missed(county: County, name: str, as_of: date) -> list[tuple[str, str]]:
    """What the pairing's cells say is missed since it last kept each duty."""
    found = []
    for duty in ("labour-day", "bought"):
        cells = []
        for year in (2024, 2025):
            asked = boards.MatrixFilter("gaozhou-pairing", duty, year)
            board = boards.matrix_board(
                county.scope("office"), book=c.BOOK, as_of=as_of, asked=asked
            )
            for group in board.groups:
                for row in group.rows:
                    if row.pairing.key == county.key(name):
                        cells += zip(board.columns, row.cells, strict=True)
        for head, cell in cells:
            if cell.state in {State.KEPT, State.LATE}:
                found = [one for one in found if one[0] != duty]
            elif cell.state == State.MISSED:
                found.append((duty, head.title))
    return found


@pytest.mark.parametrize("as_of", [date(2024, 11, 20), date(2025, 2, 10), date(2025, 3, 12)])
@pytest.mark.parametrize("name", ["swb", "zx", "lyj"])
def test_a_draft_names_what_is_missed_and_nothing_else(
    county: County, name: str, as_of: date
) -> None:
    act(county)
    county.write("lyj", happened=date(2024, 12, 4))
    late = Record.objects.get(place=c.HETONG, kind="labour-day")
    accept_record(**given(county, 1), of=late.id)
    board = boards.pairing_board(county.scope("office"), key=county.key(name), as_of=as_of)
    rows = missed(county, name, as_of)
    items = [line for line in board.draft.splitlines() if line[:2] in {"1．", "2．"}]
    assert len(items) == len({duty for duty, _ in rows})
    for duty, title in (("labour-day", "组织一次集中劳动"), ("bought", "采购农产品")):
        periods = [period for one, period in rows if one == duty]
        line = next((one for one in items if one[2:].startswith(title)), "")
        assert bool(line) == bool(periods)
        if periods:
            named = line.removesuffix("。").rpartition("：")[2].partition("等")[0].split("、")
            assert named == periods[-3:]
            assert ("等" in line) == (len(periods) > 3)
    for step in board.steps:
        titles = [(one.duty.duty, one.period_title) for one in step.cited]
        assert titles == [one for one in rows if one in titles]
        for cited in step.cited:
            assert opened(county, "office", cited.trace).state == State.MISSED


def test_who_is_excused_is_not_reminded(county: County) -> None:
    act(county)
    assert home(county).help
    grant_waiver(
        acting=everything(), at=county.at, id=new_id(county.at), plan="gaozhou-pairing",
        place=c.COUNTY, since=date(2024, 9, 1), until=date(2025, 3, 1), reason="洪涝",
        basis="防汛通知", approver="县专班",
    )  # fmt: skip
    assert (home(county).help, decisions(county)) == ((), [])


def test_a_shorter_lock_makes_more_records_wait(county: County) -> None:
    """40 days after: within the lock of 45, after that of 20."""
    county.write(happened=date(2025, 1, 25))
    assert waits(county, "accept") == {}
    force(county, TEXT.replace("lock_days = 45", "lock_days = 20"))
    assert list(waits(county, "accept")) == ["office"]
