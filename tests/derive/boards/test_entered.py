"""Scores with entered items: checks, appraisals, honours, findings; by pairing and by unit.

市委办 kept up and bought, 市政协 kept up, 市林业局 did nothing this year.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from datetime import timedelta

import pytest
from django.db import connection
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.derive.boards.season import pair
from tests.derive.boards.season import undone
from tests.derive.conftest import County
from tests.derive.plans import PLAN as TEXT
from tests.records import cast as c
from tongxing.actions.draft import Doer
from tongxing.actions.return_record import return_record
from tongxing.derive import boards
from tongxing.derive.boards.shapes import ScoreCard
from tongxing.derive.boards.shapes import ScoreLine
from tongxing.derive.standings import forget_all
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record

pytestmark = pytest.mark.django_db

SCORED = TEXT.replace(
    """  { of = "duties", points = 85 },
  { of = "indicator.bought", points = 15, full_at = "50000元" },
""",
    """  { of = "duties", points = 60, weights = { labour-day = 2, bought = 1 } },
  { of = "indicator.bought", points = 15, full_at = "50000元" },
  { of = "field-check", points = 15 },
  { of = "appraisal", points = 10 },
  { of = "deduction", each = -2, cap = -5, counts = ["finding"] },
""",
).replace("bands = [", 'veto = [ { counts = ["serious-finding"], band = "较差" } ]\nbands = [')


@pytest.fixture(scope="module")
def year(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[County]:
    with django_db_blocker.unblock():
        name = str(connection.settings_dict["NAME"])
        assert "memory" in name or name.startswith("test_")
        with undone(SCORED) as county:
            pair(county, "fl", c.YUANBA, c.BEGIN)
            for who in ("swb", "zx"):
                for month in (1, 2, 3):
                    county.write(who, happened=date(2025, month, 8))
            county.bought("近3万元", happened=date(2025, 2, 5))
            county.write("zx", happened=date(2025, 2, 9), makes_up=date(2025, 2, 9))
            yield county


@contextmanager
def entering(county: County) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget_all()


def enter(
    county: County, kind: str, points: str = "", *, of: str = c.SWB, **changes: object
) -> Record:
    """The county enters something of a unit's work in 柏桥村."""
    values: dict[str, object] = {"points": points} if points else {}
    values |= {
        "finding": {"matter": "台账不全"},
        "serious-finding": {"matter": "弄虚作假", "document": "督〔2025〕1号"},
        "honour": {"name": "先进集体", "level": "city"},
    }.get(kind, {})
    return county.write("office", kind=kind, values=values, doers=(Doer(of),), **changes)


def card(county: County, name: str, as_of: date | None = None) -> ScoreCard:
    """Of a unit ("org:…") or of a pairing of the cast."""
    day, scope = as_of or county.today, county.scope("office")
    if name.startswith("org:"):
        board = boards.unit_board(scope, book=c.BOOK, party=name, as_of=day)
    else:
        board = boards.pairing_board(scope, key=county.key(name), as_of=day)
    (found,) = board.scores
    return found


def line(found: ScoreCard, title: str) -> ScoreLine:
    return next(one for one in found.lines if one.title.startswith(title))


def test_what_is_not_entered_is_left_out_and_said_so(year: County) -> None:
    found = card(year, "swb")
    assert (found.complete, found.out_of, found.band) == (False, "75分", "")
    for title in ("实地核查", "民主测评"):
        one = line(found, title)
        assert (one.points, one.how) == ("暂不计分", "尚未录入，暂不计分")
    # labour 2 of 2 kept, the quarter's purchase met at once; 30000 of 50000
    assert (line(found, "任务").points, found.points) == ("60分", "69分")


def test_entered_points_complete_the_score(year: County) -> None:
    with entering(year):
        enter(year, "field-check", "13.5分")
        assert (card(year, "swb").out_of, card(year, "swb").points) == ("90分", "82.5分")
        enter(year, "appraisal", "9.25分")
        found = card(year, "swb")
        assert (found.complete, found.out_of, found.points) == (True, "100分", "91.75分")
        assert (found.band, line(found, "实地核查").points) == ("好", "13.5分")
        assert line(card(year, "zx"), "实地核查").points == "暂不计分"


def test_of_two_entries_the_last_counts_and_a_returned_one_does_not(year: County) -> None:
    with entering(year):
        enter(year, "field-check", "12分")
        last = enter(year, "field-check", "14分", later=1)
        assert line(card(year, "swb"), "实地核查").points == "14分"
        at = year.at + timedelta(minutes=2)
        return_record(
            acting=year.scope("office"), at=at, id=new_id(at), of=last.id, note="请核对得分"
        )
        assert line(card(year, "swb"), "实地核查").points == "12分"


def test_more_than_full_is_full(year: County) -> None:
    with entering(year):
        enter(year, "appraisal", "12分")
        one = line(card(year, "swb"), "民主测评")
        assert (one.points, one.how) == ("10分", "录入12分，超过满分，按满分计，得10分（满分10分）")


def test_last_years_entry_is_last_years(year: County) -> None:
    with entering(year):
        enter(year, "field-check", "9分", happened=date(2024, 12, 30))
        assert line(card(year, "swb"), "实地核查").points == "暂不计分"
        then = card(year, "swb", date(2024, 12, 31))
        assert (then.year, line(then, "实地核查").points) == (2024, "9分")


def test_deductions_stop_at_their_cap_and_honours_at_theirs(year: County) -> None:
    with entering(year):
        for number in range(1, 4):
            enter(year, "finding", later=number)
            expected = {1: "-2分", 2: "-4分", 3: "-5分"}[number]
            assert line(card(year, "swb"), "扣分").points == expected
        for number in range(6):
            enter(year, "honour", later=number)
        assert line(card(year, "swb"), "加分").points == "5分"
        assert card(year, "swb").points == "69分"


def test_a_serious_finding_settles_the_band_whatever_the_points(year: County) -> None:
    with entering(year):
        enter(year, "field-check", "15分")
        enter(year, "appraisal", "10分")
        assert card(year, "swb").band == "好"
        enter(year, "serious-finding", later=1)
        found = card(year, "swb")
        assert (found.band, found.points) == ("较差", "94分")
        assert any("一票否决" in one for one in found.band_lines)


def test_what_is_entered_of_a_pairing_is_its_units_too(year: County) -> None:
    with entering(year):
        enter(year, "field-check", "13分", of=c.ZX)
        assert line(card(year, c.ZX), "实地核查").points == "13分"
        assert line(card(year, c.SWB), "实地核查").points == "暂不计分"


def test_a_unit_of_one_pairing_scores_as_its_pairing(year: County) -> None:
    for name in ("swb", "zx", "lyj"):
        unit, pairing = card(year, f"org:{name}"), card(year, name)
        assert (unit.points, unit.out_of, unit.band) == (pairing.points, pairing.out_of, "")
        assert [one.points for one in unit.lines] == [one.points for one in pairing.lines]


def test_nothing_bought_is_left_out_and_not_zero(year: County) -> None:
    found = card(year, "lyj")
    one = line(found, "消费帮扶金额")
    assert (one.points, found.out_of) == ("暂不计分", "60分")
    assert "没有数据不等于零" in one.how
    assert line(found, "任务").points == "0分"


def test_a_near_amount_is_scored_as_it_stands_and_said_to_be_near(year: County) -> None:
    one = line(card(year, "swb"), "消费帮扶金额")
    assert one.points == "9分"
    assert "约" in one.how


def test_whose_pairing_has_nothing_to_score_has_no_card(year: County) -> None:
    board = boards.pairing_board(year.scope("office"), key=year.key("team"), as_of=year.today)
    assert board.scores == ()
    unit = boards.unit_board(year.scope("office"), book=c.BOOK, party=c.SWB, as_of=date(2024, 9, 1))
    assert [one.year for one in unit.scores] == [2024]


def test_everybody_reads_the_same_score(year: County) -> None:
    with entering(year):
        enter(year, "field-check", "13分", of=c.ZX)
        cards = [
            boards.pairing_board(year.scope(who), key=year.key("zx"), as_of=year.today).scores
            for who in ("office", "supervisor", "swb", "zx", "village", "team")
        ]
        assert cards == [cards[0]] * len(cards)
