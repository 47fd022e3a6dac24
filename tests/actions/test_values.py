"""What was typed into a kind's fields: its one canonical form, or what is wrong and how to mend it.

Table by table, without a database.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tongxing.actions.errors import Problem
from tongxing.actions.known import Known
from tongxing.actions.values import LARGEST
from tongxing.actions.values import LONGEST_FIELD
from tongxing.actions.values import checked_values
from tongxing.rules.plan.model import Kind
from tongxing.rules.plan.model import KindField
from tongxing.rules.quantities.marks import MARKS

FIELDS = (
    KindField("people", "参加人次", "count", unit="人次"),
    KindField("amount", "金额", "money"),
    KindField("form", "方式", "choice", choices={"goods": "物资", "money": "资金"}),
    KindField("on", "签约日期", "date"),
    KindField("where", "地点", "place"),
    KindField("unit", "牵头单位", "organization"),
    KindField("who", "经办人", "person"),
    KindField("note", "说明", "text"),
)
VILLAGE, UNIT, PERSON = "440981104209", "org:swb", "person:swb"
KNOWN = Known(
    today=date(2025, 3, 12),
    kinds={},
    places={VILLAGE: ((date(2020, 1, 1), None),)},
    parties={UNIT: None, PERSON: None},  # type: ignore[dict-item]  # only the names are asked
    strangers=frozenset(),
)


def kind_of(*fields: KindField) -> Kind:
    return Kind("donation", 1, "捐赠", "", {one.id: one for one in fields})


def typed(name: str, raw: Any) -> tuple[Any, list[Problem]]:
    """One field filled in, by itself."""
    (field,) = (one for one in FIELDS if one.id == name)
    clean, problems = checked_values(kind_of(field), {name: raw}, KNOWN)
    return clean.get(name), problems


def wrong(name: str, raw: Any) -> str:
    found, (problem,) = typed(name, raw)
    assert found is None
    assert problem.field == f"values.{name}"
    return problem.say()


@pytest.mark.parametrize(
    ("name", "raw", "kept"),
    [
        ("people", "35", {"v": 35}),
        ("people", 35, {"v": 35}),
        ("people", 0, {"v": 0}),
        ("people", "三十多人次", {"v": 30, "approx": "多", "text": "三十多人次"}),
        ("people", " 35 ", {"v": 35}),
        ("people", " 35人次 ", {"v": 35, "text": "35人次"}),
        ("people", {"v": 35}, {"v": 35}),
        ("people", {"v": 35, "approx": "", "text": ""}, {"v": 35}),
        ("people", {"v": 30, "approx": "余", "text": "三十余人"},
         {"v": 30, "approx": "余", "text": "三十余人"}),
        ("people", {"v": LARGEST}, {"v": LARGEST}),
        ("form", "goods", "goods"),
        ("form", " money ", "money"),
        ("on", "2025-03-31", "2025-03-31"),
        ("on", "2024-02-29", "2024-02-29"),
        ("on", " 2025-03-31\n", "2025-03-31"),
        ("on", "20250331", "2025-03-31"),
        ("where", VILLAGE, VILLAGE),
        ("unit", UNIT, UNIT),
        ("unit", f" {UNIT} ", UNIT),
        ("who", PERSON, PERSON),
        ("note", "清理村道", "清理村道"),
        ("note", "  两侧 ", "两侧"),
        ("note", "长" * LONGEST_FIELD, "长" * LONGEST_FIELD),
    ],
)  # fmt: skip
def test_what_is_kept(name: str, raw: Any, kept: Any) -> None:
    assert typed(name, raw) == (kept, [])


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("people", -1, "“参加人次”不是可以记录的数。请填写零或正数，并核对单位。"),
        ("people", LARGEST + 1, "“参加人次”不是可以记录的数。请填写零或正数，并核对单位。"),
        ("people", {}, "“参加人次”不是可以记录的数。请填写零或正数，并核对单位。"),
        ("people", {"v": True}, "“参加人次”不是可以记录的数。请填写零或正数，并核对单位。"),
        ("people", {"v": "35"}, "“参加人次”不是可以记录的数。请填写零或正数，并核对单位。"),
        ("people", {"v": 1.5}, "“参加人次”不是可以记录的数。请填写零或正数，并核对单位。"),
        ("people", {"v": 1, "more": 2}, "“参加人次”带有多余内容。只填数量本身。"),
        ("people", {"v": 1, "approx": "很"}, f"“参加人次”的约数写法不认识。可用：{'、'.join(MARKS)}。"),
        ("people", {"v": 1, "text": 1}, f"“参加人次”的约数写法不认识。可用：{'、'.join(MARKS)}。"),
        ("people", {"v": 1, "text": "长" * 501},
         f"“参加人次”的约数写法不认识。可用：{'、'.join(MARKS)}。"),
        ("people", True, "“参加人次”应为数量。请按书写习惯填写，如“70多万元”“562人次”。"),
        ("people", [35], "“参加人次”应为数量。请按书写习惯填写，如“70多万元”“562人次”。"),
        ("amount", 35, "“金额”应为数量。请按书写习惯填写，如“70多万元”“562人次”。"),
        ("form", "cash", "“方式”不能填“cash”。请从中选择：物资、资金。"),
        ("form", "物资", "“方式”不能填“物资”。请从中选择：物资、资金。"),
        ("form", 1, "“方式”应为文字。请重新填写。"),
        ("on", "明天", "“签约日期”不是日期：“明天”。请写成 2026-03-31 的样式。"),
        ("on", "2025-02-29", "“签约日期”不是日期：“2025-02-29”。请写成 2026-03-31 的样式。"),
        ("on", 20250331, "“签约日期”应为文字。请重新填写。"),
        ("on", {"v": 1}, "“签约日期”应为文字。请重新填写。"),
        ("where", "440981", "“地点”没有代码为“440981”的地方。请从地名中选择。"),
        ("unit", "org:nobody", "“牵头单位”没有“org:nobody”。请从名录中选择，或先在管理中登记。"),
        ("who", "x" * 90, f"“经办人”没有“{'x' * 40}”。请从名录中选择，或先在管理中登记。"),
        ("note", "长" * 501, "“说明”过长（501字）。请缩短到500字以内，详情写在说明里。"),
        ("note", ["x"], "“说明”应为文字。请重新填写。"),
    ],
)  # fmt: skip
def test_what_is_refused(name: str, raw: Any, said: str) -> None:
    assert wrong(name, raw) == said


@pytest.mark.parametrize("raw", ["很多", "3000", "三千米", "-5元", "1元2"])
def test_an_amount_nobody_can_read_says_what_it_cannot_read(raw: str) -> None:
    found, problems = typed("amount", raw)
    if problems:
        assert found is None
        assert problems[0].what.startswith("“金额”无法识别：")
        assert problems[0].remedy
    else:
        assert found["v"] >= 0


@pytest.mark.parametrize("raw", [None, "", "  ", "\u3000\n"])
def test_what_is_left_empty_is_asked_for_unless_optional(raw: Any) -> None:
    asked = KindField("note", "说明", "text")
    spare = KindField("spare", "备注", "text", optional=True)
    clean, problems = checked_values(kind_of(asked, spare), {"note": raw, "spare": raw}, KNOWN)
    assert clean == {}
    assert [one.say() for one in problems] == ["缺少“说明”。请填写。"]


def test_an_optional_field_filled_in_wrongly_is_still_wrong() -> None:
    spare = KindField("on", "日期", "date", optional=True)
    clean, (problem,) = checked_values(kind_of(spare), {"on": "?"}, KNOWN)
    assert clean == {}
    assert problem.field == "values.on"


def test_a_field_the_kind_does_not_have_is_told_those_it_has() -> None:
    _, problems = checked_values(kind_of(FIELDS[0]), {"people": "3", "weather": "晴"}, KNOWN)
    (problem,) = problems
    assert problem.field == "values.weather"
    assert problem.say() == "“捐赠”没有字段“weather”。可填：参加人次（people）。"


def test_a_kind_without_fields_says_that_there_is_nothing_to_fill_in() -> None:
    _, (problem,) = checked_values(kind_of(), {"x": "1"}, KNOWN)
    assert problem.say() == "“捐赠”没有字段“x”。可填：无需填写字段。"


def test_everything_wrong_is_named_at_once_and_the_rest_is_kept() -> None:
    values = {"people": "35", "form": "cash", "on": "?", "sky": "蓝"}
    clean, problems = checked_values(kind_of(*FIELDS[:4]), values, KNOWN)
    assert clean == {"people": {"v": 35}}
    assert [one.field for one in problems] == [
        "values.sky", "values.amount", "values.form", "values.on",
    ]  # fmt: skip


def test_a_name_of_a_field_is_said_back_shortened_and_whole() -> None:
    _, (problem,) = checked_values(kind_of(), {"字" * 100 + "\0": 1}, KNOWN)
    assert problem.field == f"values.{'字' * 40}"


@settings(max_examples=30)
@given(
    name=st.sampled_from([one.id for one in FIELDS]),
    raw=st.one_of(
        st.text(max_size=12), st.integers(), st.booleans(), st.none(), st.lists(st.integers()),
        st.fixed_dictionaries(
            {}, optional={"v": st.integers(-5, 5), "approx": st.text(max_size=2),
                          "text": st.text(max_size=3), "w": st.none()},
        ),
    ),
)  # fmt: skip
def test_whatever_is_typed_is_kept_in_one_form_or_refused_in_words(name: str, raw: Any) -> None:
    found, problems = typed(name, raw)
    assert (found is None) == bool(problems)
    assert all(one.say().endswith("。") for one in problems)
    if found is not None:
        assert typed(name, found) == (found, [])  # what is kept is kept as it is
