"""Boards as the pages receive them, made up: every optional part present, or every one absent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from uuid import UUID

from tongxing.derive.boards.home import DueLine
from tongxing.derive.boards.home import DutyNow
from tongxing.derive.boards.home import HelpLine
from tongxing.derive.boards.home import HomeBoard
from tongxing.derive.boards.home import WaitingLine
from tongxing.derive.boards.kinds import KindCount
from tongxing.derive.boards.kinds import Paired
from tongxing.derive.boards.matrix import MatrixBoard
from tongxing.derive.boards.matrix import MatrixFilter
from tongxing.derive.boards.matrix import MatrixGroup
from tongxing.derive.boards.matrix import MatrixRow
from tongxing.derive.boards.shapes import Cell
from tongxing.derive.boards.shapes import Cited
from tongxing.derive.boards.shapes import DutyHead
from tongxing.derive.boards.shapes import DutyTally
from tongxing.derive.boards.shapes import Figure
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.shapes import PairingLine
from tongxing.derive.boards.shapes import PeriodHead
from tongxing.derive.boards.shapes import PlaceBar
from tongxing.derive.boards.shapes import RecordLine
from tongxing.derive.boards.shapes import ScoreCard
from tongxing.derive.boards.shapes import ScoreLine
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.shapes import StepLine
from tongxing.derive.boards.shapes import Strip
from tongxing.derive.boards.shapes import Sums
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.boards.shapes import WaiverLine
from tongxing.derive.boards.shapes import cell_trace
from tongxing.derive.boards.subjects import EndedPlace
from tongxing.derive.boards.subjects import PairingBoard
from tongxing.derive.boards.subjects import PairingStrips
from tongxing.derive.boards.subjects import PlaceBoard
from tongxing.derive.boards.subjects import ProfileFacts
from tongxing.derive.boards.subjects import TeamBoard
from tongxing.derive.boards.subjects import UnitBoard
from tongxing.derive.boards.subjects import VillageBoard
from tongxing.derive.figures import Behind
from tongxing.derive.traces import Trace
from tongxing.rules.standing.tables import State

AS_OF = date(2026, 3, 18)
RECORD = UUID("0195a8f0-0000-7000-8000-000000000001")
STAND = Stand("440981", "高州市", AS_OF, None, 4207, "key-of-the-board")
COUNTY = Named("440981000000", "高州市")
TOWN = Named("440981112000", "根子镇")
VILLAGE = Named("440981112203", "柏桥村")
OFFICE = Named("org:shi-wei-ban", "市委办")
TEAM = Named("team:wangcungang", "驻王村港镇工作队")
LABOUR = DutyHead("gaozhou-pairing", "labour-day", "组织一次集中劳动", "“五个一”第1项", "每月1次")
VISITS = DutyHead("gaozhou-pairing", "visitors", "接待群众来访", "“五个一”第5项", "每周1次")


def month(number: int) -> PeriodHead:
    start = date(2026, number, 1)
    until = date(2026 + number // 12, number % 12 + 1, 1)
    last = until - timedelta(days=1)
    closes = until + timedelta(days=5)
    running = start <= AS_OF < until
    return PeriodHead(
        f"2026-{number:02}", f"2026年{number}月", start, until, last, closes, False, running
    )


def week(number: int) -> PeriodHead:
    start = date.fromisocalendar(2026, number, 1)
    until = start + timedelta(days=7)
    closes = until + timedelta(days=2)
    last = until - timedelta(days=1)
    running = start <= AS_OF < until
    return PeriodHead(
        f"2026-W{number:02}",
        f"2026年第{number}周",
        start,
        until,
        last,
        closes,
        number > 50,
        running,
    )


MONTHS = tuple(month(number) for number in range(1, 13))
WEEKS = tuple(week(number) for number in range(1, 53))


def cell(state: State, count: int = 0) -> Cell:
    return Cell(state, count, 0, False, str(count) if count else "")


STATES = tuple(State)
YEAR = (
    cell(State.KEPT, 1),
    cell(State.OVERDUE),
    cell(State.OPEN),
    *[cell(State.AHEAD)] * 9,
)
BEHIND = (cell(State.MISSED), cell(State.MISSED), cell(State.OPEN), *[cell(State.AHEAD)] * 9)
DONE = (cell(State.KEPT, 2), cell(State.LATE, 1), cell(State.KEPT, 1), *[cell(State.AHEAD)] * 9)


def pairing(
    key: str, actor: Named = OFFICE, place: Named = VILLAGE, town: Named = TOWN
) -> PairingLine:
    return PairingLine(
        key=key,
        kind="gaozhou-pairing:unit-village",
        kind_title="结对共建",
        actors=(actor,),
        place=place,
        town=town,
        subjects=(),
        since=date(2024, 7, 18),
        until=None,
        running=True,
    )


PAIRING = pairing("01958816-0000-7000-8000-000000000001")
ENDED = PairingLine(
    key="pairing-0",
    kind="gaozhou-earlier:unit-village",
    kind_title="挂钩联系",
    actors=(OFFICE,),
    place=Named("440981002204", "程村"),
    town=Named("440981002000", "宝光街道"),
    subjects=("household:h-1", "household:h-2"),
    since=date(2023, 4, 1),
    until=date(2024, 7, 18),
    running=False,
)


def strips(key: str) -> tuple[Strip, ...]:
    weeks = tuple(
        cell(State.KEPT, 1) if number < 10 else cell(State.MISSED if number == 10 else State.AHEAD)
        for number in range(1, 53)
    )
    return (Strip(LABOUR, key, MONTHS, YEAR, STAND), Strip(VISITS, key, WEEKS, weeks, STAND))


TALLY = Tally(kept=30, late=4, excused=2, ahead=9, open=11, overdue=5, missed=6, rate=8000)
NOTHING = Tally()
RECORD_LINE = RecordLine(
    id=RECORD,
    seq=4207,
    kind="labour-day",
    kind_title="集中劳动",
    happened=date(2026, 3, 14),
    makes_up=date(2026, 2, 28),
    recorded=datetime(2026, 3, 16, 3, 0, tzinfo=UTC),
    doers=(OFFICE, Named("person:zhang", "办公室党员")),
    place=VILLAGE,
    text="清理村口沟渠 <script>alert(1)</script>，补植荔枝树。",
    values=(("参加人次", "36人次"), ("清理点位", "4处")),
    state="effective",
    entered_late=True,
)
RETURNED = RecordLine(
    id=UUID("0195a8f0-0000-7000-8000-000000000002"),
    seq=4100,
    kind="purchase",
    kind_title="消费帮扶",
    happened=date(2025, 12, 20),
    makes_up=None,
    recorded=datetime(2025, 12, 20, 8, 30, tzinfo=UTC),
    doers=(OFFICE,),
    place=VILLAGE,
    text="",
    values=(),
    state="returned",
    entered_late=False,
)
TRACE = Trace(
    book="440981",
    as_of=AS_OF,
    indicator="money:given",
    place=VILLAGE.id,
    since=date(2026, 1, 1),
    until=date(2027, 1, 1),
)
GIVEN = Figure("money:given", "捐赠到账", "≈140余万元", 140_000_000, True, 12, TRACE)
BOUGHT = Figure("money:bought", "消费帮扶", "暂无数据", None, False, 0, TRACE)
MONEY = (Sums("捐赠到账", GIVEN, GIVEN), Sums("消费帮扶", BOUGHT, BOUGHT))
CITED = (
    Cited(
        LABOUR,
        "2026-01",
        "2026年1月",
        cell_trace(STAND, LABOUR, "01958816-0000-7000-8000-000000000001", "2026-01"),
    ),
    Cited(
        LABOUR,
        "2026-02",
        "2026年2月",
        cell_trace(STAND, LABOUR, "01958816-0000-7000-8000-000000000001", "2026-02"),
    ),
)
STEPS = (
    StepLine("remind", "提醒", date(2026, 3, 6), "system", CITED),
    StepLine("talk", "约谈", date(2026, 3, 16), "person", CITED),
)
DRAFT = "市委办：\n贵单位与柏桥村结对共建的“组织一次集中劳动”，2026年1月、2月尚未完成。"
BARS = (PlaceBar(TOWN, 4, TALLY), PlaceBar(Named("440981103000", "曹江镇"), 2, NOTHING))
PROFILE = ProfileFacts(
    RECORD, date(2025, 9, 9), (("面积", "26.2平方公里"), ("林地", "16000余亩")), "摸底走访。"
)
SCORE = ScoreCard(
    plan="gaozhou-pairing",
    plan_title="结对共建",
    year=2026,
    points="48.5",
    out_of="75",
    band="",
    complete=False,
    lines=(
        ScoreLine("任务完成", "48.5", "60", "五项任务按期率的平均"),
        ScoreLine("民主测评", "尚未录入", "10", "尚未录入，不计入总分"),
    ),
)
WAIVER = WaiverLine(
    "waiver-1",
    date(2026, 2, 1),
    date(2026, 2, 20),
    ("组织一次集中劳动",),
    "防汛抢险",
    "防汛指挥部通知",
    "市直机关工委",
)
TIMELINE = (RECORD_LINE, RETURNED)
DUTIES = (DutyTally(LABOUR, TALLY), DutyTally(VISITS, NOTHING))
OWN = (PairingStrips(PAIRING, strips("01958816-0000-7000-8000-000000000001"), STEPS),)

_KIND = "gaozhou-pairing:unit-village"
NOW = KindCount(_KIND, "结对共建", 109, 108, 0, 0, 54, 0, 0, 0)
PAIRED = (
    Paired(NOW, replace(NOW, pairings=111, units=110)),
    Paired(
        KindCount("hook:hook", "挂钩", 0, 0, 0, 0, 0, 0, 0, 0),
        KindCount("hook:hook", "挂钩", 7, 1, 2, 3, 0, 1, 0, 9),
    ),
)

HOME = HomeBoard(
    stand=STAND,
    duties=(
        DutyNow(
            LABOUR,
            "2026-03",
            "2026年3月",
            Tally(kept=20, open=34),
            5,
            ((2025, 2), (2026, 3)),
            6,
            TALLY,
        ),
        DutyNow(VISITS, "", "", NOTHING, 0, (), 0, NOTHING),
    ),
    help=(HelpLine(PAIRING, "“集中劳动”连续2个月未完成（2026年1月、2026年2月）", 2, STEPS, DRAFT),),
    waiting=(
        WaitingLine("returned", "消费帮扶：请补写金额", date(2026, 3, 12), RECORD, ""),
        WaitingLine(
            "decide",
            "是否约谈市委办",
            date(2026, 3, 16),
            None,
            "01958816-0000-7000-8000-000000000001",
        ),
    ),
    coming=(DueLine(date(2026, 3, 31), LABOUR, "2026-03", "2026年3月", 1, (PAIRING,)),),
    last=TIMELINE,
    towns=BARS,
    pairings=108,
    unit="",
    paired=PAIRED,
)
HOME_EMPTY = HomeBoard(STAND, (), (), (), (), (), (), 0, "", ())


def matrix(columns: tuple[PeriodHead, ...], duty: DutyHead | None, rows: int = 3) -> MatrixBoard:
    """A matrix whose rows go through the states, so that each of them is on the page."""
    lines = tuple(
        MatrixRow(
            pairing(f"pairing-{row}"),
            tuple(cell(STATES[(at + row) % 8], at % 3) for at in range(len(columns))),
        )
        for row in range(rows)
    )
    return MatrixBoard(
        stand=STAND,
        asked=MatrixFilter(year=2026),
        duty=duty,
        columns=columns,
        totals=tuple(TALLY for _ in columns),
        groups=(MatrixGroup(TOWN, lines),) if rows else (),
        duties=(LABOUR, VISITS),
        years=(2024, 2025, 2026),
        towns=(TOWN,),
        units=(OFFICE,),
        counted=(NOW,) if rows else (),
    )


VILLAGE_BOARD = VillageBoard(
    stand=STAND,
    place=VILLAGE,
    path="高州市根子镇柏桥村",
    profile=PROFILE,
    pairings=OWN,
    ended=(ENDED,),
    duties=DUTIES,
    money=MONEY,
    figures=MONEY,
    people=(Named("person:shuji", "村党组织书记"),),
    timeline=TIMELINE,
    above=(COUNTY, TOWN),
)
VILLAGE_MERGED = replace(
    VILLAGE_BOARD,
    earlier=(PROFILE,),
    gone=EndedPlace(date(2026, 1, 1), Named("440981104210", "元坝村"), "高府函〔2025〕12号"),
)
VILLAGE_EMPTY = VillageBoard(
    STAND, VILLAGE, "高州市根子镇柏桥村", None, (), (), (), (), (), (), (), (COUNTY, TOWN)
)
TOWN_BOARD = PlaceBoard(
    stand=STAND,
    place=TOWN,
    path="高州市根子镇",
    level="town",
    profile=PROFILE,
    parts=(PlaceBar(VILLAGE, 2, TALLY),),
    duties=DUTIES,
    pairings=(PAIRING,),
    paired=PAIRED,
    own=OWN,
    money=MONEY,
    figures=MONEY,
    teams=(TEAM,),
    timeline=TIMELINE,
    above=(COUNTY,),
)
COUNTY_EMPTY = PlaceBoard(
    STAND,
    COUNTY,
    "高州市",
    "county",
    None,
    (),
    (),
    (),
    (),
    (),
    (),
    (),
    (),
    (),
    (),
)
UNIT_BOARD = UnitBoard(
    stand=STAND,
    party=OFFICE,
    full_name="中共高州市委办公室",
    pairings=OWN,
    ended=(ENDED,),
    duties=DUTIES,
    money=MONEY,
    figures=MONEY,
    scores=(SCORE,),
    former_names=(("中共高州县委办公室", date(1990, 1, 1), date(1993, 6, 8)),),
    people=(Named("person:zuzhang", "组长"),),
    teams=(TEAM,),
    kept=True,
    timeline=TIMELINE,
)
TEAM_BOARD = TeamBoard(
    stand=STAND,
    party=TEAM,
    full_name="广州派驻湛江市王村港镇帮镇扶村工作队",
    tier="驻镇工作队",
    place=Named("440883107000", "王村港镇"),
    size=8,
    people=((Named("person:duizhang", "工作队负责人"), "队长"),),
    kept=True,
    lead=Named("org:gz-zhengxie", "广州市政协办公厅"),
    members=(Named("org:gz-zhujian", "市住房城乡建设局"), Named("org:gz-xinfang", "市信访局")),
    branch="工作队临时党支部",
    branch_approved_by="王村港镇党委",
    branch_approved_on=date(2021, 8, 1),
    parent=Named("team:wuchuan", "吴川工作组"),
    children=(),
    pairings=OWN,
    duties=DUTIES,
    money=MONEY,
    figures=(),
    timeline=TIMELINE,
)
TEAM_BARE = TeamBoard(
    STAND, Named("team:guangzhan", "广湛指挥部"), "广湛指挥部", "指挥部", Named("440800000000", "湛江市"),
    0, (), False, None, (), "", "", None, None, (Named("team:wuchuan", "吴川工作组"),), (), (), (), (), (),
)  # fmt: skip
PAIRING_BOARD = PairingBoard(
    stand=STAND,
    pairing=PAIRING,
    strips=strips("01958816-0000-7000-8000-000000000001"),
    steps=STEPS,
    draft=DRAFT,
    waivable=True,
    waivers=(WAIVER,),
    history=(ENDED,),
    money=MONEY,
    figures=MONEY,
    scores=(SCORE,),
    timeline=TIMELINE,
)
BEHIND_CELL = Behind(
    STAND, CITED[0].trace, "组织一次集中劳动 2026年1月", "1", State.LATE, PAIRING, (RECORD_LINE,),
    frozenset({RECORD}), 1, 1,
)  # fmt: skip
BEHIND_FIGURE = Behind(
    STAND, TRACE, "捐赠到账", "≈140余万元", None, None, TIMELINE, frozenset(), len(TIMELINE), 0
)
PAIRING_ENDED = PairingBoard(STAND, ENDED, (), (), "", False, (), (), (), (), (), ())
