"""What a draft may not say; every problem is named at once, with its remedy."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.append_record import append_records
from tongxing.actions.draft import Doer
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotFound
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.rows import said
from tongxing.records.ledger.verify import verify

FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "a kind nobody knows": ({"kind": "dancing"}, "kind", "没有可填的类别"),
    "a kind only the system writes": ({"kind": "record-withdrawn"}, "kind", "没有可填的类别"),
    "an outdated version of the kind": ({"kind_version": 9}, "kind", "已更新"),
    "a mandatory field left out": ({"values": {}}, "values.people", "缺少“参加人次”"),
    "an empty mandatory field": ({"values": {"people": ""}}, "values.people", "缺少"),
    "a field the kind does not have": ({"values": {"people": "3", "likes": "9"}}, "values.likes", "没有字段"),
    "a figure that is none": ({"values": {"people": "很多很多"}}, "values.people", "无法识别"),
    "a fraction": ({"values": {"people": 3.5}}, "values.people", "应为数量"),
    "a truth value for a figure": ({"values": {"people": True}}, "values.people", "应为数量"),
    "a negative figure": ({"values": {"people": {"v": -1}}}, "values.people", "不是可以记录的数"),
    "a made-up approximation": ({"values": {"people": {"v": 1, "approx": "吧"}}}, "values.people", "约数写法"),
    "more than a figure": ({"values": {"people": {"v": 1, "who": "x"}}}, "values.people", "多余内容"),
    "a day that has not come": ({"happened": date(2025, 3, 13)}, "happened", "还没有到"),
    "making up for a later day": ({"makes_up": date(2025, 3, 11)}, "makes_up", "晚于实际日期"),
    "a place nobody knows": ({"place": "440981199999"}, "place", "没有代码"),
    "a place before it existed": ({"happened": date(2019, 1, 1)}, "place", "该地的登记资料自2020年1月1日起"),
    "nobody as doer": ({"doers": ()}, "doers", "没有写明是谁做的"),
    "a doer nobody knows": ({"doers": (Doer("org:nobody"),)}, "doers.0", "名录中没有"),
    "the same doer twice": ({"doers": (Doer(c.SWB), Doer(c.SWB))}, "doers", "写了两遍"),
    "a unit acting for a unit": ({"doers": (Doer(c.SWB, "", c.ZX),)}, "doers.0", "只有个人"),
    "somebody of another unit": ({"doers": (Doer("person:swb", "", c.ZX),)}, "doers.0", "不是该单位的人"),
    "an endless role": ({"doers": (Doer(c.SWB, "r" * 33),)}, "doers.0", "角色"),
    "a subject of no sort": ({"about": ("dog:1",)}, "about.0", "不认识的对象"),
    "a household nobody knows": ({"about": ("household:none",)}, "about.0", "名录中没有"),
    "an endless text": ({"text": "长" * 4001}, "text", "过长"),
    "a broken character": ({"text": "坏\ud800字"}, "text", "残缺字符"),
    "a zero byte": ({"text": "空\0字"}, "text", "空字符"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_refused(crew: Cast, fault: str) -> None:
    changes, field, what = FAULTS[fault]
    before = Book.objects.get(pk=c.BOOK)
    with pytest.raises(Invalid) as refused:
        append_record(acting=crew.scope("office"), at=crew.at, draft=crew.draft(**changes))
    found = {p.field: p for p in refused.value.problems}
    assert what in found[field].what
    assert refused.value.code == "invalid"
    assert Book.objects.get(pk=c.BOOK).head_hash == before.head_hash


def test_every_problem_is_named_at_once(crew: Cast) -> None:
    draft = crew.draft(
        values={"people": "无数"}, doers=(), happened=date(2025, 4, 1), text="长" * 5000
    )
    with pytest.raises(Invalid) as refused:
        append_record(acting=crew.scope("office"), at=crew.at, draft=draft)
    assert {p.field for p in refused.value.problems} == {
        "values.people", "doers", "happened", "text",
    }  # fmt: skip
    assert len(refused.value.say().splitlines()) == 4


@pytest.mark.parametrize(
    ("kind", "values", "field", "what"),
    [
        ("purchase", {"amount": "3万元", "mode": "gift"}, "values.mode", "请从中选择"),
        ("purchase", {"amount": 5000, "mode": "buy"}, "values.amount", "应为数量"),
        ("purchase", {"amount": "3万元", "mode": 1}, "values.mode", "应为文字"),
        ("purchase", {"amount": "3万元", "mode": "buy", "goods": "荔" * 501}, "values.goods", "过长"),
    ],
)  # fmt: skip
def test_a_purchase_refused(crew: Cast, kind, values, field, what) -> None:
    with pytest.raises(Invalid) as refused:
        append_record(
            acting=crew.scope("office"), at=crew.at, draft=crew.draft(kind=kind, values=values)
        )
    (problem,) = refused.value.problems
    assert problem.field == field
    assert what in problem.say()


def test_today_is_the_day_in_china(crew: Cast) -> None:
    """At one in the morning in China it is still yesterday in UTC: today may be written."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    night = datetime(2025, 3, 13, 1, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    draft = crew.draft(happened=date(2025, 3, 13))
    assert append_record(acting=crew.scope("office"), at=night, draft=draft).happened == date(
        2025, 3, 13
    )


def test_what_people_type_is_kept_as_a_figure(crew: Cast) -> None:
    draft = crew.draft(kind="purchase", values={"amount": "70多万元", "mode": "buy"})
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=draft)
    assert said(record.body).values == {
        "amount": {"v": 70_000_000, "approx": "多", "text": "70多万元"},
        "mode": "buy",
    }


def test_a_plain_number_is_kept_plainly(crew: Cast) -> None:
    record = append_record(
        acting=crew.scope("swb"), at=crew.at, draft=crew.draft(values={"people": "12"})
    )
    assert said(record.body).values == {"people": {"v": 12}}


def test_what_was_found_canonical_is_what_is_hashed(crew: Cast) -> None:
    """A text in another form of Unicode than the ledger's, so that both forms could be taken."""
    draft = crew.draft(id=new_id(crew.at), text="cafe\u0301")
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=draft)
    assert said(record.body).text == "caf\u00e9"
    assert verify(c.BOOK).broken is None


def test_a_person_of_the_unit_acts_for_it(crew: Cast) -> None:
    draft = crew.draft(doers=(Doer("person:swb", "leader", c.SWB), Doer("person:team", "", c.TEAM)))
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=draft)
    assert record.doer_rows.count() == 2


def test_a_county_without_a_book(crew: Cast) -> None:
    from tongxing.actions.keep_registry import add_places
    from tongxing.records.accounts.access import everything
    from tongxing.records.registry.models import Place

    other = Place(code="440783000000", name="开平市", level="county", since=c.LONG_AGO)
    add_places(acting=everything(), at=crew.at, places=[other])
    with pytest.raises(NotFound, match="尚未建立"):
        append_record(acting=everything(), at=crew.at, draft=crew.draft(place="440783000000"))


BROKEN = ("\ud800", "a\0b", "org:\ud800", "household:\0", "person:\udfff")


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("where", ["place", "kind", "doers", "about", "values"])
def test_broken_characters_anywhere_are_answered_in_words(crew: Cast, broken, where) -> None:
    changes: dict[str, Any] = {
        "place": broken,
        "kind": broken,
        "doers": (Doer(broken),),
        "about": (broken,),
        "values": {"people": broken, broken: broken},
    }
    with pytest.raises(Invalid) as refused:
        append_record(
            acting=crew.scope("office"), at=crew.at, draft=crew.draft(**{where: changes[where]})
        )
    refused.value.say().encode()
    assert all(p.field.encode() for p in refused.value.problems)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(
    values=st.dictionaries(st.sampled_from(["people", "sites", "x"]) | st.text(max_size=4), anything, max_size=4),
    text=st.text(st.characters(), max_size=30),
    about=st.lists(st.text(max_size=12), max_size=2),
    place=st.sampled_from([c.BAIQIAO, c.COUNTY]) | st.text(max_size=13),
)  # fmt: skip
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_sent_is_recorded_or_refused_in_words(
    crew: Cast, values, text, about, place
) -> None:
    draft = crew.draft(
        id=new_id(crew.at), values=values, text=text, about=tuple(about), place=place
    )
    (outcome,) = append_records(acting=crew.scope("office"), at=crew.at, drafts=[draft])
    assert (outcome.record is None) != (outcome.refused is None)
    if outcome.refused:
        assert outcome.refused.say().strip("。\n")
