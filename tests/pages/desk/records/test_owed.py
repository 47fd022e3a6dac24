"""What is offered first: what one's own pairings owe now."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c
from tongxing.derive.boards.cells import duty_of
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import view_of
from tongxing.derive.phone import waiting_cells
from tongxing.pages.desk.records.owed import kinds_for
from tongxing.pages.desk.records.owed import kinds_offered
from tongxing.pages.desk.records.owed import likely
from tongxing.pages.desk.records.owed import line_of
from tongxing.rules.plan.model import Where
from tongxing.rules.standing.tables import State

ASSESSING = {"field-check", "appraisal", "finding", "serious-finding"}


def view(desk: Desk, name: str, day: date) -> View:
    return view_of(desk.crew.scope(name), book=c.BOOK, as_of=day, known_at=None)


def test_the_running_periods_of_ones_own_pairing(desk: Desk) -> None:
    offered = likely(view(desk, "swb", date(2025, 3, 12)))

    assert [(one.title, one.period, one.place, one.by) for one in offered.owed] == [
        ("组织一次集中劳动", "2025年3月", c.BAIQIAO, date(2025, 3, 31)),
        ("采购农产品", "2025年第1季度", c.BAIQIAO, date(2025, 3, 31)),
    ]
    assert {one.state for one in offered.owed} == {State.OPEN}
    assert offered.more == 0


def test_what_is_overdue_comes_first_until_its_last_day_to_make_up(desk: Desk) -> None:
    first = likely(view(desk, "swb", date(2025, 3, 4))).owed[0]

    assert (first.period, first.state) == ("2025年2月", State.OVERDUE)
    assert (first.makes_up, first.by) == (date(2025, 2, 28), date(2025, 3, 5))


def test_what_only_a_leader_can_do_is_offered_as_done_by_the_leader(desk: Desk) -> None:
    seen = view(desk, "swb", date(2025, 3, 12))
    (cell, *_) = waiting_cells(seen, {str(desk.crew.pairings["swb"])})
    duty = duty_of(seen, cell.standing, cell.column)
    assert line_of(cell, duty).role == ""
    assert line_of(cell, replace(duty, where=Where(by_role="leader"))).role == "leader"


def test_a_kept_period_is_no_longer_owed(desk: Desk) -> None:
    desk.write("swb")

    owed = likely(view(desk, "swb", date(2025, 3, 12))).owed

    assert [one.title for one in owed] == ["采购农产品"]


def test_the_office_sees_everybody_s_and_a_reader_nobody_s(desk: Desk) -> None:
    day = date(2025, 3, 12)

    office = likely(view(desk, "office", day))
    assert {one.place for one in office.owed} == {c.BAIQIAO, c.HETONG}
    assert likely(view(desk, "supervisor", day)).owed == ()


def test_overdue_and_running_periods_are_both_owed(desk: Desk) -> None:
    offered = likely(view(desk, "office", date(2025, 3, 4)))

    assert len(offered.owed) + offered.more == 9  # 3 pairings × (overdue + running + quarter)


def test_kinds_the_plans_count_stand_before_the_others(desk: Desk) -> None:
    offered = likely(view(desk, "swb", date(2025, 3, 12)))

    assert {kind.id for kind in offered.kinds} == {"labour-day", "purchase"}
    assert not {kind.id for kind in offered.kinds} & {kind.id for kind in offered.others}
    assert not [kind for kind in (*offered.kinds, *offered.others) if kind.system]


def test_each_is_offered_what_it_may_write(desk: Desk) -> None:
    ordinary = {id_ for id_, kind in kinds_offered().items() if not kind.assesses}
    day = date(2025, 3, 12)

    for name in ("swb", "team", "village"):
        assert set(kinds_for(view(desk, name, day))) == ordinary
    assert set(kinds_for(view(desk, "supervisor", day))) == ASSESSING
    assert set(kinds_for(view(desk, "office", day))) == ordinary | ASSESSING
    assert kinds_for(view(desk, "auditor", day)) == {}


def test_what_actions_write_is_never_offered() -> None:
    assert "record-withdrawn" not in kinds_offered()
    assert "labour-day" in kinds_offered()


def lines_of(page: str) -> list[str]:
    """The owed lines of the page as read, one string each."""
    owed = page.split('id="owed"')[1].split("</section>", maxsplit=1)[0]
    return [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in owed.split("<li>")[1:]]


def test_the_office_reads_which_unit_owes_what(desk: Desk) -> None:
    """Two units are paired with 柏桥村: their lines differ by the unit."""
    lines = lines_of(desk.get("office", "new/").content.decode())

    assert len(lines) == len(set(lines)) == 6
    here = [one for one in lines if "柏桥村" in one and "集中劳动" in one]
    assert [("市委办" in one, "市政协" in one) for one in sorted(here)] in (
        [(True, False), (False, True)],
        [(False, True), (True, False)],
    )


@pytest.mark.parametrize(("name", "unit"), [("swb", c.SWB), ("zx", c.ZX)])
def test_a_line_opens_the_form_with_its_place_and_unit(desk: Desk, name: str, unit: str) -> None:
    page = desk.get("office", "new/").content.decode()
    links = re.findall(r'href="([^"]+kind=labour-day[^"]+)"', page)
    (link,) = [one for one in links if str(desk.crew.pairings[name]) in one]

    form = desk.as_("office").get(link.replace("&amp;", "&")).content.decode()

    assert f'value="{c.BAIQIAO}" selected' in form
    assert re.findall(r'name="doer" value="([^"]+)" checked', form) == [unit]


def test_a_pairing_out_of_view_fills_in_nothing(desk: Desk) -> None:
    key = str(desk.crew.pairings["lyj"])
    form = desk.get("swb", "new/", kind="labour-day", pairing=key).content.decode()

    assert c.HETONG not in form
    assert re.findall(r'name="doer" value="([^"]+)" checked', form) == [c.SWB]
