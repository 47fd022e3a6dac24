"""Boards of one thing, what they say and who may open them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.derive.boards.acted import PLAN
from tests.derive.boards.acted import act
from tests.derive.boards.acted import every_board
from tests.derive.bulk import fill
from tests.derive.conftest import County
from tests.records import cast as c
from tongxing.actions.draft import Doer
from tongxing.actions.end_places import abolish_place
from tongxing.actions.end_places import merge_places
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.open_pairing import open_pairing
from tongxing.derive import boards
from tongxing.derive.boards import NotInView
from tongxing.derive.standings import forget_all
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id


def test_a_village_on_one_page(county: County) -> None:
    act(county)
    county.write(
        "office", kind="village-profile", doers=(Doer(c.OFFICE_ORG),),
        values={"households": "八百多户", "people": "3200人", "farmland": "14300亩"},
        happened=date(2025, 1, 2),
    )  # fmt: skip
    board = boards.village_board(county.scope("office"), place=c.BAIQIAO, as_of=county.today)
    assert (board.path, board.place.name) == ("高州市根子镇柏桥村", "柏桥村")
    assert board.profile is not None
    told = dict(board.profile.facts)
    assert told["耕地"] == "14300亩"
    assert told["户数"].startswith("800多")
    assert {one.pairing.title for one in board.pairings} == {"市委办—柏桥村", "市政协—柏桥村"}
    assert [one.duty.duty for one in board.duties] == ["labour-day", "bought"]
    assert {one.name for one in board.people} == {"市委办", "市政协"}
    assert board.timeline[0].happened >= board.timeline[-1].happened


def test_a_village_without_a_profile_says_so(county: County) -> None:
    board = boards.village_board(county.scope("office"), place=c.YUANBA, as_of=county.today)
    assert (board.profile, board.pairings, board.timeline) == (None, (), ())


def test_a_town_and_its_villages_side_by_side(county: County) -> None:
    act(county)
    board = boards.place_board(county.scope("office"), place=c.GENZI, as_of=county.today)
    assert [(one.place.name, one.pairings) for one in board.parts] == [("柏桥村", 2), ("元坝村", 0)]
    assert board.parts[1].tally.rate_said == "暂无"
    assert [one.name for one in board.teams] == ["根子工作队"]
    assert [one.pairing.title for one in board.own] == ["根子工作队—根子镇"]


def test_a_county_is_its_towns(county: County) -> None:
    act(county)
    board = boards.place_board(county.scope("office"), place=c.COUNTY, as_of=county.today)
    assert (board.level, len(board.pairings)) == ("county", 4)
    parts = {one.place.name: one.tally for one in board.parts}
    whole = board.duties
    assert sum(one.kept for one in parts.values()) == sum(one.tally.kept for one in whole)


def test_a_unit_with_its_score_and_how_it_came_about(county: County) -> None:
    act(county)
    board = boards.unit_board(county.scope("office"), book=c.BOOK, party=c.SWB, as_of=county.today)
    assert board.full_name == "中共高州市委办公室"
    (card,) = board.scores
    duties, bought, bonus = card.lines
    assert (duties.points, duties.full) == ("85分", "85分")
    assert bought.how.startswith("≈3.5万元") or "3.5万元" in bought.how
    assert (bought.points, bought.full) == ("10.5分", "15分")
    assert bonus.points == "0分"
    assert card.points == "95.5分"
    assert "市委办联络员" in {one.name for one in board.people}
    assert [one.name for one in board.teams] == ["根子工作队"]


def test_an_honour_adds_to_the_score(county: County) -> None:
    act(county)
    county.write("swb", kind="honour", values={"name": "先进集体", "level": "city"})
    (card,) = boards.pairing_board(
        county.scope("office"), key=county.key("swb"), as_of=county.today
    ).scores
    assert card.points == "96.5分"


def test_a_team_with_its_lead_unit(county: County) -> None:
    board = boards.team_board(county.scope("team"), book=c.BOOK, party=c.TEAM, as_of=county.today)
    assert (board.tier, board.size, board.place.name) == ("驻镇工作队", 8, "根子镇")
    assert (board.lead.name, board.members) == ("市委办", ())


def test_a_pairing_with_its_waiver_and_the_round_before(county: County) -> None:
    act(county)
    earlier = new_id(county.at)
    open_pairing(
        acting=everything(), at=county.at, id=earlier, kind=c.KIND, actors=(Doer(c.FL),),
        place=c.BAIQIAO, since=date(2023, 1, 1), until=date(2024, 7, 18),
    )  # fmt: skip
    grant_waiver(
        acting=everything(), at=county.at, id=new_id(county.at), plan=PLAN,
        pairing=county.key("swb"), duties=("bought",), since=date(2025, 1, 1),
        until=date(2025, 2, 1), reason="抗洪抢险", basis="防汛通知", approver="县专班",
    )  # fmt: skip
    board = boards.pairing_board(county.scope("office"), key=county.key("swb"), as_of=county.today)
    (waiver,) = board.waivers
    assert (waiver.duties, waiver.reason) == (("采购农产品",), "抗洪抢险")
    told = [(one.title, one.running) for one in board.history]
    assert told == [("市政协—柏桥村", True), ("市妇联—柏桥村", False)]
    assert board.draft == ""


def test_a_pairing_behind_has_its_draft(county: County) -> None:
    act(county)
    board = boards.pairing_board(county.scope("zx"), key=county.key("zx"), as_of=county.today)
    assert board.draft.startswith("市政协：")
    assert [one.title for one in board.steps] == ["提醒", "约谈"]


def test_an_ended_pairing_is_listed_as_ended(county: County) -> None:
    end_pairing(
        acting=everything(), at=county.at, id=new_id(county.at), pairing=county.key("zx"),
        until=date(2025, 1, 1), reason="调整",
    )  # fmt: skip
    board = boards.village_board(county.scope("office"), place=c.BAIQIAO, as_of=county.today)
    assert [one.title for one in board.ended] == ["市政协—柏桥村"]
    assert [one.pairing.title for one in board.pairings] == ["市委办—柏桥村"]


FOREIGN: dict[str, Callable[[County, str], object]] = {
    "village": lambda county, viewer: boards.village_board(
        county.scope(viewer), place=c.HETONG, as_of=county.today
    ),
    "town": lambda county, viewer: boards.place_board(
        county.scope(viewer), place=c.CAOJIANG, as_of=county.today
    ),
    "unit": lambda county, viewer: boards.unit_board(
        county.scope(viewer), book=c.BOOK, party=c.LYJ, as_of=county.today
    ),
    "pairing": lambda county, viewer: boards.pairing_board(
        county.scope(viewer), key=county.key("lyj"), as_of=county.today
    ),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_nobody_opens_what_is_not_theirs(county: County, name: str) -> None:
    act(county)
    for viewer in ("swb", "zx", "fl", "village"):
        with pytest.raises(NotInView):
            FOREIGN[name](county, viewer)
    for viewer in ("office", "supervisor", "lyj"):
        assert FOREIGN[name](county, viewer)


@pytest.mark.parametrize(
    "call",
    [
        lambda scope, day: boards.village_board(scope, place="440981999999", as_of=day),
        lambda scope, day: boards.place_board(scope, place="999999000000", as_of=day),
        lambda scope, day: boards.unit_board(scope, book=c.BOOK, party="org:x", as_of=day),
        lambda scope, day: boards.team_board(scope, book=c.BOOK, party="team:x", as_of=day),
        lambda scope, day: boards.pairing_board(scope, key="x", as_of=day),
    ],
)
def test_what_does_not_exist_looks_the_same(county: County, call: Callable[..., object]) -> None:
    with pytest.raises(NotInView):
        call(county.scope("office"), county.today)


def test_a_team_in_a_foreign_town_is_not_in_view(county: County) -> None:
    with pytest.raises(NotInView):
        boards.team_board(county.scope("lyj"), book=c.BOOK, party=c.TEAM, as_of=county.today)


def test_a_village_secretary_sees_of_a_unit_only_what_it_did_there(county: County) -> None:
    act(county)
    county.write("office", doers=(Doer(c.SWB),), place=c.HETONG, happened=date(2025, 3, 1))
    whole, part = (
        boards.unit_board(county.scope(one), book=c.BOOK, party=c.SWB, as_of=county.today)
        for one in ("office", "village")
    )
    assert len(whole.timeline) == len(part.timeline) + 1
    days = [
        {one.year.id: one.year.value for one in board.figures}["days"] for board in (whole, part)
    ]
    assert days[0] == days[1] + 1


def test_which_books_somebody_has_anything_in(county: County) -> None:
    for viewer, codes in (("office", [c.BOOK]), ("swb", [c.BOOK]), ("fl", []), ("team", [c.BOOK])):
        assert [one.id for one in boards.books_of(county.scope(viewer))] == codes, viewer
    assert [one.name for one in boards.books_of(everything())] == ["高州市"]


BOUND = {"home": 12, "months": 6, "matrix": 6, "village": 16, "town": 18, "county": 18,
         "unit": 14, "team": 14, "pairing": 12}  # fmt: skip


def queries(call: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as found:
        call()
    return len(found)


def test_queries_are_few_and_do_not_grow_with_the_county(county: County) -> None:
    act(county)
    boards.matrix_board(county.scope("office"), book=c.BOOK, as_of=county.today)  # warm
    small = {name: queries(call) for name, call in every_board(county, "office").items()}
    fill(county.at, pairings=40, records=300)
    forget_all()
    boards.matrix_board(county.scope("office"), book=c.BOOK, as_of=county.today)
    large = {name: queries(call) for name, call in every_board(county, "office").items()}
    for name, bound in BOUND.items():
        assert small[name] <= bound, name
        assert large[name] <= bound, name


def test_profiles_before_the_latest_stay_at_hand_with_their_own_figures(county: County) -> None:
    for day, farmland in ((date(2024, 10, 8), "16000余亩"), (date(2025, 1, 2), "14300亩")):
        county.write(
            "office", kind="village-profile", doers=(Doer(c.OFFICE_ORG),),
            values={"households": "八百多户", "people": "3200人", "farmland": farmland},
            happened=day,
        )  # fmt: skip
    scope = county.scope("office")
    board = boards.village_board(scope, place=c.BAIQIAO, as_of=county.today)
    assert board.profile is not None
    assert (board.profile.happened, dict(board.profile.facts)["耕地"]) == (
        date(2025, 1, 2),
        "14300亩",
    )
    (before,) = board.earlier
    assert (before.happened, dict(before.facts)["耕地"]) == (date(2024, 10, 8), "16000余亩")
    then = boards.village_board(scope, place=c.YUANBA, as_of=county.today)
    assert (then.profile, then.earlier) == (None, ())


def test_a_village_that_was_merged_says_into_what_and_keeps_its_records(county: County) -> None:
    act(county)
    merge_places(
        acting=everything(), at=county.crew.at, codes=[c.BAIQIAO], into=c.YUANBA,
        on=date(2025, 3, 1), basis="高府函〔2025〕12号",
    )  # fmt: skip
    scope = county.scope("office")
    board = boards.village_board(scope, place=c.BAIQIAO, as_of=county.today)
    assert board.path == "高州市根子镇柏桥村"
    assert board.gone is not None
    assert (board.gone.until, board.gone.basis) == (date(2025, 3, 1), "高府函〔2025〕12号")
    assert board.gone.successor is not None
    assert board.gone.successor.name == "元坝村"
    assert board.timeline
    before = boards.village_board(scope, place=c.BAIQIAO, as_of=date(2025, 2, 28))
    assert before.gone is None
    assert boards.village_board(scope, place=c.YUANBA, as_of=county.today).gone is None


def test_a_merged_village_stays_among_its_towns_as_long_as_it_counts_there(county: County) -> None:
    """It fell out, and the villages no longer came to what the town did; its pairings had a code."""
    act(county)
    scope = county.scope("office")
    before = boards.place_board(scope, place=c.GENZI, as_of=county.today)
    merge_places(
        acting=everything(), at=county.crew.at, codes=[c.BAIQIAO], into=c.YUANBA,
        on=date(2025, 3, 1), basis="高府函〔2025〕12号",
    )  # fmt: skip
    after = boards.place_board(scope, place=c.GENZI, as_of=county.today)
    assert (after.parts, after.pairings) == (before.parts, before.pairings)
    assert "市委办—柏桥村" in {one.title for one in after.pairings}


def test_an_ended_village_nothing_is_counted_of_is_gone_from_its_town(county: County) -> None:
    merge_places(
        acting=everything(), at=county.crew.at, codes=[c.YUANBA], into=c.BAIQIAO,
        on=date(2025, 3, 1), basis="高府函〔2025〕12号",
    )  # fmt: skip
    board = boards.place_board(county.scope("office"), place=c.GENZI, as_of=county.today)
    assert [one.place.name for one in board.parts] == ["柏桥村"]


def test_a_town_that_was_abolished_is_shown_with_the_villages_of_its_last_day(
    county: County,
) -> None:
    for code in (c.HETONG, c.CAOJIANG):
        abolish_place(
            acting=everything(), at=county.crew.at, code=code, on=date(2025, 3, 1), basis="批复",
        )  # fmt: skip
    board = boards.place_board(county.scope("office"), place=c.CAOJIANG, as_of=county.today)
    assert board.gone is not None
    assert board.gone.successor is None
    assert [one.place.name for one in board.parts] == ["荷垌村"]
    assert board.path == "高州市曹江镇"
