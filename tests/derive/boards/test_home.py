"""工作台: what is owed, who needs a hand, what waits, what comes."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from tests.derive.boards.acted import act
from tests.derive.conftest import County
from tests.records import cast as c
from tongxing.actions.return_record import accept_record
from tongxing.actions.return_record import return_record
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.derive import boards
from tongxing.derive.boards.home import HomeBoard
from tongxing.records.ledger.ids import new_id


def home(county: County, viewer: str = "office", **changes: object) -> HomeBoard:
    given = {"book": c.BOOK, "as_of": county.today} | changes
    return boards.home_board(county.scope(viewer), **given)  # type: ignore[arg-type]


def test_what_is_owed_now_by_duty(county: County) -> None:
    act(county)
    labour, bought = home(county).duties
    assert (labour.period_title, labour.duty.need) == ("2025年3月", "每月1次")
    assert (labour.current.kept, labour.current.open) == (1, 2)
    assert labour.missed == 4  # 市政协 and 市林业局 in January and February
    assert bought.duty.need == "每季度5000元"
    assert (bought.current.kept, bought.current.open) == (2, 1)


def test_nothing_is_asked_before_the_plan_begins(county: County) -> None:
    board = home(county, as_of=date(2024, 8, 15))
    assert (board.duties, board.help) == ((), ())
    assert len(home(county, as_of=date(2024, 9, 1)).duties) == 2


def test_an_ended_plan_asks_for_what_can_still_be_made_up_and_then_for_nothing(
    county: County,
) -> None:
    """The plan of the cast runs to the end of 2027."""
    act(county)
    still = home(county, as_of=date(2028, 1, 3))
    assert {one.duty.duty: one.overdue for one in still.duties} == {"labour-day": 3, "bought": 3}
    after = home(county, as_of=date(2028, 2, 1))
    assert (after.duties, after.help) == ((), ())
    assert not [one for one in after.waiting if one.sort == "decide"]


def test_figures_of_an_ended_plan_stay_where_there_are_records_of_it(county: County) -> None:
    act(county)
    figures = {
        (place, day.year): [
            one.title
            for one in boards.village_board(county.scope("office"), place=place, as_of=day).figures
        ]
        for place in (c.BAIQIAO, c.HETONG)
        for day in (date(2024, 8, 1), date(2025, 3, 12), date(2028, 2, 1))
    }
    every = ["消费帮扶金额", "集中劳动次数", "集中劳动人次"]
    assert figures[c.BAIQIAO, 2024] == figures[c.HETONG, 2024] == []
    assert figures[c.BAIQIAO, 2025] == figures[c.HETONG, 2025] == every
    assert figures[c.BAIQIAO, 2028] == every
    assert figures[c.HETONG, 2028] == ["消费帮扶金额"]


def test_overdue_stands_apart_from_open_and_missed(county: County) -> None:
    labour, _ = home(county, as_of=date(2025, 3, 3)).duties
    assert (labour.overdue, labour.current.open, labour.missed) == (3, 3, 3)


def test_who_needs_a_hand_says_why_and_what_to_write(county: County) -> None:
    act(county)
    first, second = home(county).help
    assert (first.pairing.title, second.pairing.title) == ("市政协—柏桥村", "市林业局—荷垌村")
    assert first.missed_in_row == 6  # the record of September came after the lock
    assert first.reason == ("“组织一次集中劳动”连续6个月未完成（2024年9月起）；另有1项任务未完成")
    assert [(step.title, step.reached) for step in first.steps] == [
        ("提醒", date(2024, 11, 6)),
        ("约谈", date(2024, 12, 6)),
    ]
    cited = [one.period for one in first.steps[1].cited]
    assert cited == ["2024-09", "2024-10", "2024-11"]


def test_a_draft_is_courteous_cites_every_miss_and_says_how_to_make_up(county: County) -> None:
    act(county)
    draft = home(county, as_of=date(2025, 3, 3)).help[0].draft
    assert draft.startswith("市政协：\n截至2025年3月3日")
    assert "1．组织一次集中劳动（“五个一”第1项）：2024年11月、2024年12月、2025年1月等5期。" in draft
    assert "·组织一次集中劳动（2025年2月），请于2025年3月5日前补做。" in draft
    assert "·组织一次集中劳动（2025年3月），请于2025年3月31日前完成。" in draft
    assert draft.endswith("高州市直属机关工作委员会\n2025年3月3日")
    assert "！" not in draft


def test_who_keeps_up_is_not_listed(county: County) -> None:
    act(county)
    assert "市委办" not in [one.name for line in home(county).help for one in line.pairing.actors]


def test_a_talk_waits_for_the_office_and_for_nobody_else(county: County) -> None:
    act(county)
    waiting = [one for one in home(county).waiting if one.sort == "decide"]
    assert [one.title for one in waiting] == [
        "市政协—柏桥村达到“约谈”条件，请核实后决定",
        "市林业局—荷垌村达到“约谈”条件，请核实后决定",
    ]
    assert not home(county, "supervisor").waiting
    assert not home(county, "zx").waiting


def test_a_returned_record_waits_for_those_it_is_of(county: County) -> None:
    record = county.write()
    later = county.at + timedelta(minutes=5)
    return_record(
        acting=county.scope("office"), at=later, id=new_id(later), of=record.id, note="请补人数"
    )
    for viewer, waits in (("swb", True), ("office", False), ("zx", False)):
        found = [one.record for one in home(county, viewer).waiting if one.sort == "returned"]
        assert found == ([record.id] if waits else []), viewer
    county.correct(record, later=10)
    assert not [one for one in home(county, "swb").waiting if one.sort == "returned"]


def test_a_conflict_waits_for_who_may_settle_it(county: County) -> None:
    record = county.write()
    county.correct(record, later=1, values={"people": "20人次"})
    lost = county.correct(record, later=2, values={"people": "25人次"})
    (found,) = [one for one in home(county).waiting if one.sort == "conflict"]
    assert found.title == "集中劳动（2025年3月10日，柏桥村）有两次不同的更正，请裁定"
    assert not [one for one in home(county, "swb").waiting if one.sort == "conflict"]
    early = home(county, as_of=date(2025, 3, 9)).waiting
    assert not [one for one in early if one.sort == "conflict"]
    assert lost is not None


def test_a_correction_of_what_was_withdrawn_is_called_that(county: County) -> None:
    record = county.write()
    at = county.at + timedelta(minutes=1)
    withdraw_record(acting=county.scope("swb"), at=at, id=new_id(at), of=record.id, reason="误记")
    county.correct(record, later=2, values={"people": "20人次"})
    (found,) = [one for one in home(county).waiting if one.sort == "conflict"]
    assert found.title == "集中劳动（2025年3月10日，柏桥村）撤回后又有更正，请裁定"


def test_a_record_after_the_lock_waits_until_the_office_accepts_it(county: County) -> None:
    record = county.write(happened=date(2024, 12, 5))
    (found,) = [one for one in home(county).waiting if one.sort == "accept"]
    assert found.record == record.id
    assert not [one for one in home(county, "village").waiting if one.sort == "accept"]
    accept_record(acting=county.scope("office"), at=county.at, id=new_id(county.at), of=record.id)
    assert not [one for one in home(county).waiting if one.sort == "accept"]


def test_what_falls_due_within_two_weeks(county: County) -> None:
    act(county)
    assert not home(county).coming
    due, bought = home(county, as_of=date(2025, 3, 20)).coming
    assert (due.day, due.duty.duty, due.open) == (date(2025, 3, 31), "labour-day", 2)
    assert [one.actors[0].name for one in due.pairings] == ["市政协", "市林业局"]
    assert (bought.duty.duty, bought.open) == ("bought", 1)


def test_the_last_records_come_newest_first_without_system_records(county: County) -> None:
    act(county)
    last = home(county).last
    assert [one.happened for one in last] == sorted((o.happened for o in last), reverse=True)
    assert {one.kind for one in last} <= {"labour-day", "purchase", "donation"}
    assert len(last) == 10


def test_a_record_typed_long_after_is_marked(county: County) -> None:
    county.write(happened=date(2025, 3, 10))
    county.write("zx", happened=date(2025, 2, 10))
    marked = {one.doers[0].name: one.entered_late for one in home(county).last}
    assert marked == {"市委办": False, "市政协": True}


def test_towns_by_share_kept(county: County) -> None:
    act(county)
    towns = {one.place.name: one for one in home(county).towns}
    assert list(towns) == ["根子镇", "曹江镇"]
    assert towns["曹江镇"].tally.rate_said == "33.3%"  # bought once, missed twice


def test_a_unit_sees_its_own_pairing_and_its_village(county: County) -> None:
    act(county)
    assert home(county, "lyj").pairings == 1
    assert [one.pairing.title for one in home(county, "lyj").help] == ["市林业局—荷垌村"]
    assert home(county, "fl").pairings == 0
    assert home(county, "fl").duties == ()
    assert not home(county, "fl").last


def test_a_unit_owes_its_own_not_its_neighbours(county: County) -> None:
    """市委办 and 市政协 are both paired with 柏桥村; each sees both, and owes its own."""
    act(county)
    mine, neighbours = home(county, "swb"), home(county, "zx")
    assert (mine.unit, neighbours.unit) == (c.SWB, c.ZX)
    assert mine.pairings == neighbours.pairings == 1
    assert home(county, "office").unit == ""
    assert home(county, "office").pairings > 2
    (labour,) = [one for one in mine.duties if one.duty.duty == "labour-day"]
    assert labour.current.owed == 1
