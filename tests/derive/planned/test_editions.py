"""Editions as a reader finds them: in force, to come, past; one as a document with its redline."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest

from tests.derive.conftest import County
from tests.derive.planned.conftest import TEXT
from tests.derive.plans import EXAMPLES
from tests.records import cast as c
from tongxing.actions.put_in_force import put_in_force
from tongxing.derive.boards import NotInView
from tongxing.derive.plans.editions import EditionBoard
from tongxing.derive.plans.editions import EditionsBoard
from tongxing.derive.plans.editions import edition_board
from tongxing.derive.plans.editions import editions_board
from tongxing.derive.standings import standing_of
from tongxing.records.ledger.ids import new_id

JULY = date(2025, 7, 1)
PAPER = "2025年第3次工作例会纪要"
NEXT = TEXT.replace('edition   = "2024"', 'edition   = "2025"').replace(
    "grace_days = 5", "grace_days = 9"
)
OTHER = TEXT.replace('id        = "gaozhou-pairing"', 'id        = "town-labour"').replace(
    "结对共建\n", "全镇劳动\n"
)


def force(county: County, text: str, since: date | None = None, reason: str = "") -> None:
    at = county.at + timedelta(minutes=1)
    put_in_force(
        acting=county.scope("office"), at=at, id=new_id(at), book=c.BOOK,
        text=text.encode(), examples=EXAMPLES.encode(), since=since, reason=reason,
    )  # fmt: skip


def listed(county: County, who: str = "office", as_of: date | None = None) -> EditionsBoard:
    return editions_board(county.scope(who), book=c.BOOK, as_of=as_of or county.today)


def read(county: County, edition: str, as_of: date | None = None) -> EditionBoard:
    return edition_board(
        county.scope("office"), book=c.BOOK, plan="gaozhou-pairing", edition=edition,
        as_of=as_of or county.today,
    )  # fmt: skip


def test_one_edition_with_who_put_it_in_force_and_what_it_asks(autumn: County) -> None:
    (line,) = listed(autumn).lines
    assert (line.edition.edition, line.standing) == ("2024", "施行中")
    assert line.put_at == autumn.at
    assert line.asks.burden.records == 48
    assert not line.asks.supposed


def test_the_next_edition_waits_and_the_old_one_names_its_end(autumn: County) -> None:
    force(autumn, NEXT, JULY, PAPER)
    lines = {one.edition.edition: one for one in listed(autumn).lines}
    assert [one.standing for one in listed(autumn).lines] == ["施行中", "未施行"]
    assert lines["2024"].edition.effective.until == JULY
    assert (lines["2025"].put_by, lines["2025"].reason) == ("专班经办人", PAPER)
    assert [one.standing for one in listed(autumn, as_of=JULY).lines] == ["施行中", "已停止"]


def test_known_before_the_change_there_was_one(autumn: County) -> None:
    force(autumn, NEXT, JULY, PAPER)
    found = editions_board(
        autumn.scope("office"), book=c.BOOK, as_of=autumn.today, known_at=autumn.at
    )
    (line,) = found.lines
    assert line.edition.effective.until == date(2028, 1, 1)


def test_the_redline_is_to_the_edition_it_follows(autumn: County) -> None:
    assert (read(autumn, "2024").before, read(autumn, "2024").redline) == (None, ())
    force(autumn, NEXT, JULY, PAPER)
    found = read(autumn, "2025")
    assert found.before is not None
    assert found.before.edition.edition == "2024"
    assert any("期满后9日内可补" in line for line in found.redline)
    assert read(autumn, "2024").before is None
    assert found.text == NEXT


def test_the_head_names_the_place_and_the_last_day(autumn: County) -> None:
    force(autumn, NEXT, JULY, PAPER)
    head = dict(read(autumn, "2024").head)
    assert head["适用地区"] == "高州市（440981）"
    assert head["有效期"] == "2024年9月1日至2025年6月30日"
    assert "名称" not in head


def test_what_another_plan_asks_already_is_said(autumn: County) -> None:
    force(autumn, OTHER)
    (line, *_) = read(autumn, "2024").overlaps
    assert line.startswith("“组织一次集中劳动”要的集中劳动，")
    other = next(one for one in listed(autumn).lines if one.edition.plan == "town-labour")
    assert other.asks.supposed
    assert other.asks.say().startswith("没有在续的这类结对，按每类结对各1对估算：每年")


def test_periods_after_the_change_are_judged_by_the_new_edition(autumn: County) -> None:
    force(autumn, NEXT, JULY, PAPER)
    judged = standing_of(c.BOOK, as_of=date(2025, 9, 15))
    duty = judged.standing.duty("gaozhou-pairing", "labour-day")
    by_key = {
        one.key: (edition, one) for one, edition in zip(duty.periods, duty.edition, strict=True)
    }
    assert by_key["2025-06"][0] == "2024"
    assert by_key["2025-07"][0] == "2025"
    assert by_key["2025-06"][1].closes == date(2025, 7, 6)
    assert by_key["2025-07"][1].closes == date(2025, 8, 10)


def test_what_there_is_not(autumn: County) -> None:
    with pytest.raises(NotInView):
        read(autumn, "1999")
    with pytest.raises(NotInView):
        editions_board(autumn.scope("office"), book="999999", as_of=autumn.today)
