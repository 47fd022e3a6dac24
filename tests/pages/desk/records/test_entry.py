"""The form as a value: read, checked, turned into a draft."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.http import QueryDict

from tests.records import cast as c
from tongxing.actions.draft import Doer
from tongxing.actions.errors import Problem
from tongxing.pages.desk.records.entry import Entry
from tongxing.pages.desk.records.entry import Unreadable
from tongxing.pages.desk.records.entry import doers_of
from tongxing.pages.desk.records.entry import draft_of
from tongxing.pages.desk.records.entry import moved_to
from tongxing.pages.desk.records.entry import read_entry
from tongxing.pages.desk.records.entry import read_id
from tongxing.pages.desk.writing import errors_of
from tongxing.rules.plan import shipped_kinds

KIND = shipped_kinds()["labour-day"]
ID, FRESH = UUID(int=1), UUID(int=2)


def entry(**changes: object) -> Entry:
    given: dict[str, object] = {
        "id": ID,
        "kind": KIND,
        "place": c.BAIQIAO,
        "happened": "2025-03-11",
        "doers": frozenset({c.SWB}),
        "raw": {"people": "26", "sites": ""},
    }
    return Entry(**{**given, **changes})  # type: ignore[arg-type]


def test_the_form_is_read_as_it_was_sent() -> None:
    sent = QueryDict(mutable=True)
    sent.update({"id": str(ID), "place": c.BAIQIAO, "f.people": " 26 ", "text": " 清理 "})
    sent.setlist("doer", [c.SWB, c.ZX])
    sent.setlist("leader", [c.ZX])

    read = read_entry(sent, KIND, FRESH)

    assert (read.id, read.place, read.text) == (ID, c.BAIQIAO, "清理")
    assert read.raw["people"] == "26"
    assert read.doers == {c.SWB, c.ZX}
    assert read.leaders == {c.ZX}


@pytest.mark.parametrize("raw", ["", "x", "123"])
def test_an_id_that_cannot_be_read_is_replaced(raw) -> None:
    assert read_entry(QueryDict(f"id={raw}"), KIND, FRESH).id == FRESH
    assert read_id(raw) is None


def test_the_draft_keeps_amounts_as_typed_and_leaves_out_what_is_empty() -> None:
    draft = draft_of(entry(makes_up="2025-02-28"))

    assert draft.values == {"people": "26"}
    assert (draft.happened, draft.makes_up) == (date(2025, 3, 11), date(2025, 2, 28))
    assert draft.doers == (Doer(c.SWB),)
    assert draft.kind_version == KIND.version


def test_everything_missing_is_named_at_once() -> None:
    empty = entry(place="", happened="", doers=frozenset(), raw={"sites": "许多"}, makes_up="x")

    with pytest.raises(Unreadable) as refused:
        draft_of(empty)

    expected = {"place", "happened", "doer", "f.people", "f.sites", "makes_up"}
    assert set(refused.value.errors) == expected
    assert refused.value.errors["f.people"] == "请填写参加人次。"


@pytest.mark.parametrize(
    ("changes", "doers"),
    [
        ({}, (Doer(c.SWB),)),
        ({"leaders": frozenset({c.SWB})}, (Doer(c.SWB, "leader"),)),
        ({"leaders": frozenset({c.ZX})}, (Doer(c.SWB),)),
        ({"doers": frozenset({c.ZX, c.SWB})}, (Doer(c.SWB), Doer(c.ZX))),
        (
            {"persons": frozenset({f"person:a@{c.SWB}", f"person:b@{c.SWB}"})},
            (Doer("person:a", "", c.SWB), Doer("person:b", "", c.SWB)),
        ),
        ({"persons": frozenset({f"person:a@{c.ZX}"})}, (Doer(c.SWB),)),
        (
            {"persons": frozenset({f"person:a@{c.SWB}"}), "leaders": frozenset({c.SWB})},
            (Doer("person:a", "leader", c.SWB),),
        ),
    ],
)
def test_ticks_become_doers_in_a_fixed_order(changes, doers) -> None:
    assert doers_of(entry(**changes)) == doers


def test_another_place_ticks_its_own_units_and_keeps_the_rest() -> None:
    before = entry(leaders=frozenset({c.SWB}), about=frozenset({c.HOUSEHOLD}), text="清理")

    after = moved_to(before, c.HETONG, frozenset({c.LYJ}))

    assert (after.place, after.doers, after.leaders) == (c.HETONG, {c.LYJ}, frozenset())
    assert after.about == frozenset()
    assert (after.raw, after.text, after.id) == (before.raw, "清理", ID)


def test_problems_go_to_the_input_they_concern() -> None:
    problems = [
        Problem("values.people", "缺少“参加人次”", "请填写"),
        Problem("doers.0", "名录中没有", ""),
        Problem("doers", "重复", "删去一个"),
        Problem("happened", "还没有到", ""),
    ]

    assert errors_of(problems) == {
        "f.people": "缺少“参加人次”。请填写。",
        "doer": "名录中没有。重复。删去一个。",
        "happened": "还没有到。",
    }
