"""A clerk reads titles in the redline, never the ids of the files."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.rules.plan.texts import gaozhou
from tests.rules.plan.texts import sound
from tongxing.rules.plan import Edition
from tongxing.rules.plan import FieldTest
from tongxing.rules.plan import Where
from tongxing.rules.plan import read_edition
from tongxing.rules.plan import redline
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan import shipped_plan_bytes
from tongxing.rules.plan.shipped import shipped_plans
from tongxing.rules.plan.words import say_actor
from tongxing.rules.plan.words import say_attribute
from tongxing.rules.plan.words import say_where
from tongxing.rules.plan.words import titled

LATIN = re.compile(r"[a-z][a-z0-9-]+")


def shipped(place: str, name: str) -> Edition:
    edition, _ = read_edition(shipped_plan_bytes(place, name)[0], file=name, kinds=shipped_kinds())
    assert edition is not None
    return edition


def emptied(edition: Edition) -> Edition:
    return replace(edition, pairings={}, duties={}, indicators={}, score=None, ladder=())


@pytest.mark.parametrize(("place", "name"), shipped_plans())
def test_no_id_stands_in_the_redline_of_a_shipped_plan(place: str, name: str) -> None:
    whole = shipped(place, name)
    for said in (*redline(emptied(whole), whole), *redline(whole, emptied(whole))):
        assert not LATIN.findall(said), said


def test_actors_are_counted_in_words() -> None:
    (added,) = [
        one
        for one in redline(emptied(gaozhou()), gaozhou())
        if one.startswith("新增结对种类“1+1+N 包户”")
    ]
    assert "帮扶方：1名单位党员、1名村党员" in added
    assert say_actor("organization", 2) == "2个单位"
    assert say_actor("doctor", 1) == "1名“doctor”"  # the plan gives roles no titles


def test_a_duty_of_another_plan_names_that_plan() -> None:
    of = ('of      = "unit-village"', 'of = "gaozhou-pairing:unit-village"')
    said = redline(sound(), sound(of))
    assert said == (
        ("任务“集中劳动”（第一条）：结对种类由“结对”改为"
        "““市直单位党组织与重点村党组织结对共建”的结对共建”"),
    )  # fmt: skip


@pytest.mark.parametrize("of", ["nobodys-plan:unit", "gaozhou-pairing:unit", "gaozhou-hook-x:hook"])
def test_a_duty_of_a_plan_that_is_not_shipped(of: str) -> None:
    plan = sound()
    duty = plan.duties["labour-day"]
    other = replace(plan, duties={**plan.duties, "labour-day": replace(duty, of=of)})
    assert redline(plan, other) == (f"任务“集中劳动”（第一条）：结对种类由“结对”改为“{of}”",)


def test_two_parts_of_one_title_are_told_apart() -> None:
    plan = gaozhou()
    visitors = replace(plan.duties["visitors"], title="组织一次集中劳动")
    project = replace(plan.duties["project"], not_also=("labour-day",))
    old = replace(plan, duties={**plan.duties, "visitors": visitors})
    new = replace(old, duties={**old.duties, "project": project})
    (said,) = redline(old, new)
    assert said.endswith("增加不与之重复计算：组织一次集中劳动（labour-day）")


def test_grades_are_said_as_on_the_spot() -> None:
    assert say_attribute("grade", ("monitored", "general")) == "户类为监测户、一般户"
    assert say_attribute("水源", ("自备",)) == "水源为自备"


def test_what_has_no_title_is_said_as_written() -> None:
    assert titled({}, "labour-day") == "labour-day"
    assert say_where(Where(fields=(FieldTest("people", min=3),)), None) == "按people"
