"""The points of each sort of item. All of them answer with an `ItemResult`."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from fractions import Fraction

from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Score
from tongxing.rules.plan.model import ScoreItem
from tongxing.rules.quantities import Quantity
from tongxing.rules.quantities import say
from tongxing.rules.scoring.inputs import DutyCount
from tongxing.rules.scoring.inputs import Subject
from tongxing.rules.scoring.results import ItemResult
from tongxing.rules.scoring.results import Line
from tongxing.rules.scoring.results import hundredths
from tongxing.rules.scoring.results import points_text

WEIGHT_OF_ONE = 100  # a duty the weights do not name counts once
TITLES: Mapping[str, str] = {
    "duties": "任务完成情况",
    "field-check": "实地核查",
    "appraisal": "民主测评",
    "bonus": "加分",
    "deduction": "扣分",
}


@dataclass(frozen=True, slots=True)
class Table:
    """The table that is scored by: an edition, its `[score]`, and titles for ids."""

    edition: Edition
    score: Score
    titles: Mapping[str, str]

    def title(self, key: str) -> str:
        return self.titles.get(key) or TITLES.get(key, key)


def judge_item(table: Table, item: ScoreItem, subject: Subject) -> ItemResult:
    """The points `subject` has in `item`, floor applied, with their lines."""
    return BY_SORT[item.sort](table, item, subject)


def rate_of(count: DutyCount, late_counts_as: int) -> Fraction | None:
    """Share of judged periods that were kept; None while none has been judged."""
    if not count.judged:
        return None
    return Fraction(100 * count.kept + late_counts_as * count.late, 100 * count.judged)


def _duties(table: Table, item: ScoreItem, subject: Subject) -> ItemResult:
    total, weight_sum = Fraction(0), 0
    lines = []
    for duty in table.edition.duties.values():
        weight = item.weights.get(duty.id, WEIGHT_OF_ONE)
        count = subject.duties.get(duty.id, DutyCount())
        rate = rate_of(count, table.score.late_counts_as)
        lines.append(_duty_line(table, duty.id, count, rate, weight if item.weights else None))
        if rate is not None:
            total += weight * rate
            weight_sum += weight
    heading = "任务完成情况"
    if not weight_sum:
        return _left_out(item, f"{heading}：还没有到期的任务，暂不计分", below=tuple(lines))
    mean = total / weight_sum
    how = "各项任务完成率加权平均" if item.weights else "各项任务完成率平均"
    result = _reached(item, f"{heading}：{how}{_percent(mean)}", item.points * mean)
    return replace(result, line=replace(result.line, below=tuple(lines)))


def _duty_line(
    table: Table, duty: str, count: DutyCount, rate: Fraction | None, weight: int | None
) -> Line:
    title = table.edition.duties[duty].title
    source = f"duty:{duty}"
    if rate is None:
        return Line(f"{title}：还没有到期的，不计入", source=source)
    late = f"补做{count.late}期" if count.late else ""
    if late and table.score.late_counts_as < WEIGHT_OF_ONE:
        late = f"{late}（每期按{_plain(table.score.late_counts_as)}期计）"
    said = [f"完成{count.kept}期", late, f"未完成{count.missed}期" if count.missed else ""]
    weighted = "" if weight is None else f"，权重{_plain(weight)}"
    text = f"{title}：应完成{count.judged}期，{'，'.join(part for part in said if part)}"
    return Line(f"{text}，完成率{_percent(rate)}{weighted}", source=source)


def _indicator(table: Table, item: ScoreItem, subject: Subject) -> ItemResult:
    key = item.of.removeprefix("indicator.")
    title = table.edition.indicators[key].title
    source = f"indicator:{key}"
    value = subject.indicators.get(key)
    if value is None:
        return _left_out(item, f"{title}：没有数据，暂不计分（没有数据不等于零）", source=source)
    earned, how = _by_steps(item, value) if item.steps else _linear(item, value)
    result = _reached(item, f"{title}：{say(value)}，{how}", earned, source=source)
    return replace(result, approx=bool(value.approx))


def _linear(item: ScoreItem, value: Quantity) -> tuple[Fraction, str]:
    full_at = item.full_at or 0
    full = say(replace(value, value=full_at, approx=""))
    if value.value >= full_at:
        return Fraction(item.points), f"达到{full}得满分"
    return Fraction(item.points * value.value, full_at), f"{full}得满分，按比例计"


def _by_steps(item: ScoreItem, value: Quantity) -> tuple[Fraction, str]:
    reached = [step for step in item.steps if step[0] <= value.value]
    if not reached:
        first = say(replace(value, value=item.steps[0][0], approx=""))
        return Fraction(0), f"未达到{first}，不得分"
    start, points = reached[-1]
    return Fraction(points), f"达到{say(replace(value, value=start, approx=''))}一档"


def _entered(table: Table, item: ScoreItem, subject: Subject) -> ItemResult:
    title = table.title(item.of)
    source = f"entered:{item.of}"
    value = subject.entered.get(item.of)
    if value is None:
        return _left_out(item, f"{title}：尚未录入，暂不计分", source=source)
    if value > item.points:
        text = f"{title}：录入{points_text(value)}，超过满分，按满分计"
        return _reached(item, text, Fraction(item.points), source=source)
    return _reached(item, f"{title}：录入{points_text(value)}", Fraction(value), source=source)


def _counted(table: Table, item: ScoreItem, subject: Subject) -> ItemResult:
    """Bonus and deduction: `each` for every record, held by the cap where there is one."""
    counts = {kind: subject.counts.get(kind, 0) for kind in item.counts}
    sum_ = item.each * sum(counts.values())
    points, held = _capped(item, sum_)
    below = tuple(
        Line(f"{table.title(kind)}{number}条", item.each * number, f"kind:{kind}")
        for kind, number in counts.items()
        if number
    )
    text = f"{table.title(item.of)}：每条{points_text(item.each)}，共{sum(counts.values())}条{held}"
    return ItemResult(item.of, points, 0, approx=False, line=Line(text, points, below=below))


def _capped(item: ScoreItem, amount: int) -> tuple[int, str]:
    if item.cap is None or abs(amount) <= abs(item.cap):
        return amount, ""
    most = "最多加" if item.each > 0 else "最多扣"
    return item.cap, f"，{most}{points_text(abs(item.cap))}"


def _reached(item: ScoreItem, text: str, earned: Fraction, *, source: str = "") -> ItemResult:
    points = hundredths(earned)
    if item.floor is not None and points < item.floor:
        points = item.floor
        text = f"{text}，最低得{points_text(item.floor)}"
    text = f"{text}，得{points_text(points)}（满分{points_text(item.points)}）"
    return ItemResult(item.of, points, item.points, approx=False, line=Line(text, points, source))


def _left_out(
    item: ScoreItem, text: str, *, source: str = "", below: tuple[Line, ...] = ()
) -> ItemResult:
    return ItemResult(item.of, None, 0, approx=False, line=Line(text, None, source, below))


def _percent(rate: Fraction) -> str:
    return f"{_plain(hundredths(rate * 10_000))}%"


def _plain(value: int) -> str:
    return points_text(value).removesuffix("分")


BY_SORT: Mapping[str, Callable[[Table, ScoreItem, Subject], ItemResult]] = {
    "duties": _duties,
    "indicator": _indicator,
    "entered": _entered,
    "bonus": _counted,
    "deduction": _counted,
}
