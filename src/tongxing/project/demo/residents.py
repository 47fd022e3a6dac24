"""A resident team's months: its meetings, its confirmed days in town, its units' visits."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date

from tongxing.project.demo.chance import Chance
from tongxing.project.demo.chance import made_id
from tongxing.project.demo.days import ONE_DAY
from tongxing.project.demo.days import month_after
from tongxing.project.demo.days import months
from tongxing.project.demo.days import office_day
from tongxing.project.demo.days import sitting
from tongxing.project.demo.days import workdays_in
from tongxing.project.demo.sources import demo_file
from tongxing.project.demo.steps import Append
from tongxing.project.demo.steps import By
from tongxing.project.demo.steps import Entry
from tongxing.project.demo.steps import Step
from tongxing.project.demo.steps import Value
from tongxing.project.demo.telling import count

TOWN = "440883103000"
TEAM = "team:wangcungang"
LEADER = By("person:wangcungang-team-leader", "leader", TEAM)
TYPIST = "person:wangcungang-team-member"
FROM = date(2021, 8, 1)
QUARTER_MONTHS, HALF_YEAR_MONTHS = 3, 6
TOPICS = ("项目进度", "防返贫走访安排", "消费帮扶对接", "防汛值守", "驻镇纪律和安全", "下月计划")


def residents(seed: int, until: date) -> Iterator[Step]:
    """Month by month, from the team's first full month."""
    for first in months(FROM, until):
        chance = Chance(seed, "residents", first)
        topic = chance.choice(TOPICS)
        meeting = {"topic": topic, "sort": "team", "people": count(chance.randint(6, 8))}
        yield _step(seed, chance, first, "meeting", f"工作队例会，议{topic}。", meeting)
        days = chance.randint(19, 23)
        roster: Mapping[str, Value] = {"days": count(days), "trips": count(chance.randint(0, 3))}
        yield _step(
            seed, chance, first, "duty-roster", f"按月确认：人均驻镇{days}天。", roster, ends=True
        )
        if first.month % QUARTER_MONTHS == 0:
            values = {"topic": "季度汇报", "sort": "joint"}
            text = "向牵头单位汇报本季度帮扶工作，商定下季度安排。"
            yield _step(seed, chance, first, "meeting", text, values, doer=LEADER)
        if first.month % HALF_YEAR_MONTHS == 0:
            yield from _unit_visits(seed, chance, first)


def _unit_visits(seed: int, chance: Chance, first: date) -> Iterator[Step]:
    team = next(one for one in demo_file("teams.toml")["team"] if one["key"] == "wangcungang")
    for key in (team["lead"], *team["members"]):
        people = chance.randint(3, 12)
        values = {"people": count(people), "direction": "to-village"}
        text = f"到镇看项目、慰问队员，{people}人次。"
        yield _step(seed, chance, first, "exchange-visit", text, values, doer=By(f"org:{key}"))


def _step(  # noqa: PLR0913  what a record is made of
    seed: int,
    chance: Chance,
    first: date,
    kind: str,
    text: str,
    values: Mapping[str, Value],
    *,
    doer: By = By(TEAM),  # noqa: B008  frozen
    ends: bool = False,
) -> Step:
    after = month_after(first)
    day = after - ONE_DAY if ends else chance.choice(workdays_in(first, after))
    at = sitting(seed, TYPIST, office_day(day))
    id_ = made_id(at, seed, "residents", kind, first, doer.who)
    return Step(at, TYPIST, Append(Entry(id_, kind, (doer,), TOWN, day, text, values)))
