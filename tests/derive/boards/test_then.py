"""Every board as of a past day and as known at a past moment: what was read once, again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from datetime import datetime
from datetime import timedelta

import pytest
from django.db import transaction

from tests.derive.boards.acted import PLAN
from tests.derive.boards.season import NAMES
from tests.derive.boards.season import ask
from tests.derive.boards.season import force
from tests.derive.boards.season import pair
from tests.derive.boards.within import opened
from tests.derive.boards.within import within
from tests.derive.conftest import County
from tests.derive.plans import PLAN as TEXT
from tests.records import cast as c
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.redact_record import redact_record
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.derive.boards import NotInView
from tongxing.derive.boards.shapes import Figure
from tongxing.derive.boards.shapes import RecordLine
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.shapes import Strip
from tongxing.derive.standings import forget_all
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.rules.standing.tables import State

pytestmark = pytest.mark.django_db

DAYS = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 2, 28), date(2025, 3, 12))
MINUTES = (0, 2, 4)  # `act` and the first records; the first corrections; returns and waivers


@contextmanager
def later(county: County) -> Iterator[datetime]:
    """What happens to the county in the next hour and is undone again."""
    with transaction.atomic():
        moment = county.at + timedelta(minutes=30)
        given = {"acting": everything(), "at": moment}
        county.write("swb", later=30, happened=date(2025, 3, 11))
        county.bought("9万元", later=30, happened=date(2024, 12, 30))
        worked = Record.objects.filter(kind="labour-day", replaced_by_rows=None).order_by("seq")
        withdraw_record(**given, id=new_id(moment), of=worked[0].id, reason="重复登记")
        county.correct(worked[1], later=30, values={"people": "99人次"})
        end_pairing(
            **given,
            id=new_id(moment),
            pairing=county.key("zx"),
            until=date(2025, 1, 1),
            reason="调整",
        )
        grant_waiver(
            **given, id=new_id(moment), plan=PLAN, place=c.GENZI, since=date(2025, 2, 1),
            until=date(2025, 3, 1), reason="洪涝", basis="防汛通知", approver="县专班",
        )  # fmt: skip
        pair(county, "zhuanban", c.YUANBA, date(2025, 1, 1))
        force(county, TEXT.replace("grace_days = 5", "grace_days = 20"))
        yield moment
        transaction.set_rollback(True)
    county.crew.pairings.pop("zhuanban")  # type: ignore[attr-defined]
    forget_all()


def shown(county: County, as_of: date, known: datetime | None, viewer: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in NAMES:
        try:
            found[name] = ask(county, viewer, name, as_of, known)
        except NotInView:
            found[name] = None
    return found


@pytest.mark.parametrize(
    ("as_of", "minutes", "viewer"),
    [(DAYS[0], 4, "office"), (DAYS[1], 0, "team"), (DAYS[2], 2, "team"), (DAYS[3], 4, "swb")],
)
def test_what_comes_later_changes_no_board_as_known_before(
    season: County, as_of: date, minutes: int, viewer: str
) -> None:
    known = season.at + timedelta(minutes=minutes)
    before = shown(season, as_of, known, viewer)
    whole = shown(season, as_of, None, viewer)
    with later(season):
        forget_all()
        assert shown(season, as_of, known, viewer) == before
        assert shown(season, as_of, None, viewer) != whole


@pytest.mark.parametrize("as_of", DAYS[1:3])
def test_a_board_of_a_past_day_shows_nothing_of_the_days_after(season: County, as_of: date) -> None:
    for name, board in shown(season, as_of, None, "office").items():
        assert not [one for one in within(board, RecordLine) if one.happened > as_of], name
        for strip in within(board, Strip):
            for head, cell in zip(strip.periods, strip.cells, strict=True):
                if head.start > as_of:
                    assert cell.count == 0
                    assert cell.state in {State.AHEAD, State.NOT_OWED, State.EXCUSED}


@pytest.mark.parametrize("minutes", MINUTES)
def test_a_board_as_known_then_shows_nothing_recorded_after(season: County, minutes: int) -> None:
    known = season.at + timedelta(minutes=minutes)
    for name, board in shown(season, season.today, known, "office").items():
        assert not [one for one in within(board, RecordLine) if one.recorded > known], name
        assert {one.known_at for one in within(board, Stand)} == {known}


def test_links_lead_back_to_what_was_known_then(season: County) -> None:
    known = season.at
    with later(season):
        figures = list(within(ask(season, "office", "county", None, known), Figure))
        assert figures
        for figure in figures:
            behind = opened(season, "office", figure.trace)
            assert (behind.said, len(behind.records)) == (figure.said, figure.records)
            assert not [one for one in behind.records if one.recorded > known]


def test_what_is_known_now_of_a_past_day_and_what_was_known_then(season: County) -> None:
    """Two different questions: the purchase of 30 December was typed in only later."""
    day = date(2024, 12, 31)

    def bought(known: datetime | None) -> str:
        sums = ask(season, "office", "unit", day, known).figures
        return next(one.year.said for one in sums if one.year.id == "bought")

    with later(season) as moment:
        assert bought(None) == "10.2万元"
        assert bought(moment) == "10.2万元"
        assert bought(moment - timedelta(seconds=1)) == "1.2万元"


def test_before_the_plan_was_known_nobody_owed_anything(season: County) -> None:
    known = season.at - timedelta(seconds=1)
    home = ask(season, "office", "home", None, known)
    assert (home.duties, home.pairings, home.towns, home.last) == ((), 0, (), ())
    with pytest.raises(NotInView):
        ask(season, "office", "pairing", None, known)


def test_a_waiver_and_an_end_hold_only_from_when_they_were_known(season: County) -> None:
    with later(season) as moment:
        then, now = (
            ask(season, "office", "matrix", None, known)
            for known in (moment - timedelta(seconds=1), moment)
        )
        february = [
            {row.pairing.key: row.cells[1].state for group in board.groups for row in group.rows}
            for board in (then, now)
        ]
    swb, zx = season.key("swb"), season.key("zx")
    assert (february[0][swb], february[1][swb]) == (State.KEPT, State.KEPT)
    assert february[0][zx] == State.KEPT  # the corrected day
    assert zx not in february[1]  # it ended with the old year
    assert february[0][season.key("fl")] == State.NOT_OWED


def test_what_is_redacted_keeps_its_figures_on_every_board(season: County) -> None:
    before = shown(season, season.today, season.at, "office")
    with transaction.atomic():
        told = ask(season, "office", "pairing").timeline[0]
        redact_record(
            acting=everything(), at=season.at + timedelta(minutes=9), id=new_id(season.at),
            of=told.id, reason="本人要求",
        )  # fmt: skip
        after = shown(season, season.today, season.at, "office")
        for name, board in before.items():
            assert list(within(after[name], Figure)) == list(within(board, Figure)), name
            assert list(within(after[name], Strip)) == list(within(board, Strip)), name
        line = ask(season, "office", "pairing").timeline[0]
        assert (line.id, line.text, told.text) == (told.id, "", "清理村道两侧杂物")
        transaction.set_rollback(True)
    forget_all()
