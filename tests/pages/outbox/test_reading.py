"""What a phone sent, item by item: each read or told why not, none hiding the others."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.pages.outbox.outgoing import ID
from tests.pages.outbox.outgoing import OTHER
from tests.pages.outbox.outgoing import PHOTO
from tests.pages.outbox.outgoing import draft
from tests.pages.outbox.outgoing import item
from tests.pages.outbox.outgoing import without
from tongxing.actions.draft import Doer
from tongxing.pages.outbox.reading import DEEPEST
from tongxing.pages.outbox.reading import MEND
from tongxing.pages.outbox.reading import MOST_ITEMS
from tongxing.pages.outbox.reading import TooMany
from tongxing.pages.outbox.reading import Unreadable
from tongxing.pages.outbox.reading import parsed
from tongxing.pages.outbox.reading import read_item
from tongxing.pages.outbox.reading import read_items

UNFIT = "内容的格式不对"


def wrong(raw: Any) -> dict[str, str]:
    """What is wrong with an item, by its field."""
    read = read_item(raw)
    assert read.handed is None
    assert read.code == "invalid"
    return {one.field: one.what for one in read.problems}


def test_a_record_is_read_as_it_was_written() -> None:
    read = read_item(item(files=[PHOTO], makes_up="2025-02-28", about=["household:bq-001"]))
    assert (read.id, read.code, read.problems, read.named) == (ID, "", (), (PHOTO,))
    assert read.handed is not None
    assert read.handed.of is None
    found = read.handed.draft
    assert found.id == UUID(ID)
    assert (found.kind, found.kind_version) == ("labour-day", 1)
    assert found.doers == (Doer("org:swb"),)
    assert (found.happened, found.makes_up) == (date(2025, 3, 11), date(2025, 2, 28))
    assert found.place == "440981104209"
    assert found.about == ("household:bq-001",)
    assert found.values == {"people": "三十多人次"}
    assert found.text == "清理村道两侧杂物"
    assert found.files == (PHOTO,)


def test_a_correction_names_what_it_corrects() -> None:
    read = read_item(item(replaces=[OTHER]))
    assert read.handed is not None
    assert read.handed.of == UUID(OTHER)


def test_who_acts_for_a_unit_is_read_with_the_unit() -> None:
    sent = [{"who": "person:swb", "role": "leader", "of": "org:swb"}, {"who": "org:zx"}]
    read = read_item(item(doers=sent))
    assert read.handed is not None
    assert read.handed.draft.doers == (Doer("person:swb", "leader", "org:swb"), Doer("org:zx"))


@pytest.mark.parametrize("name", ["makes_up", "about", "values", "text", "files", "replaces"])
def test_what_may_be_left_out(name: str) -> None:
    assert read_item(without(name)).handed is not None


@pytest.mark.parametrize("name", ["kind", "kind_version", "doers", "place", "happened"])
def test_what_may_not_be_left_out_is_named(name: str) -> None:
    assert wrong(without(name)) == {name: "缺少这一项"}


@pytest.mark.parametrize(("name", "field"), [("id", "id"), ("digest", "digest"), ("draft", "")])
def test_an_item_lacks_a_part(name: str, field: str) -> None:
    raw = {key: one for key, one in item().items() if key != name}
    assert wrong(raw) == {field: "缺少这一项"}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"v": 3000}, {"v": 3000}),
        ({"v": 3000, "approx": "above"}, {"v": 3000, "approx": "above"}),
        ({"v": 3000, "approx": "", "text": ""}, {"v": 3000}),
        ({"v": 0}, {"v": 0}),
        ({"v": 35, "text": "三十来人"}, {"v": 35, "text": "三十来人"}),
        ("三千多块", "三千多块"),
        ("", ""),
        (12, 12),
        (-1, -1),
    ],
)
def test_amounts_come_as_words_as_numbers_or_as_read(sent: Any, kept: Any) -> None:
    read = read_item(item(values={"people": sent}))
    assert read.handed is not None
    assert read.handed.draft.values == {"people": kept}


@pytest.mark.parametrize(
    "value",
    [None, True, [], [1], {"v": "1"}, {"v": True}, {"approx": "above"}, {"v": 1, "w": 2}],
)
def test_amounts_of_no_such_form(value: Any) -> None:
    found = wrong(item(values={"people": value}))
    assert {name.split(".")[:2] == ["values", "people"] for name in found} == {True}


@pytest.mark.parametrize(
    ("changes", "field", "what"),
    [
        ({"happened": "2025-3-1"}, "happened", "日期写法不对"),
        ({"happened": "昨天"}, "happened", "日期写法不对"),
        ({"happened": "2025-02-29"}, "happened", "日期写法不对"),
        ({"happened": "0000-01-01"}, "happened", "日期写法不对"),
        ({"happened": "2025-03-11T08:00:00"}, "happened", "日期写法不对"),
        ({"happened": 20250311}, "happened", "日期写法不对"),
        ({"happened": "２０２５-０３-１１"}, "happened", "日期写法不对"),
        ({"makes_up": "2025-13-01"}, "makes_up", "补做日期写法不对"),
        ({"makes_up": "上月"}, "makes_up", "补做日期写法不对"),
        ({"files": ["AB" * 32]}, "files", "照片编号不对"),
        ({"files": ["ab" * 31]}, "files", "照片编号不对"),
        ({"files": ["../../etc/passwd"]}, "files", "照片编号不对"),
        ({"files": [PHOTO + "\n"]}, "files", "照片编号不对"),
        ({"files": [3]}, "files.0", "照片编号不对"),
        ({"replaces": ["上一条"]}, "replaces", "所更正的记录编号不对"),
        ({"replaces": [ID, OTHER]}, "replaces", "所更正的记录编号不对"),
        ({"kind": 7}, "kind", UNFIT),
        ({"kind": "k" * 65}, "kind", UNFIT),
        ({"kind_version": "1"}, "kind_version", UNFIT),
        ({"kind_version": True}, "kind_version", UNFIT),
        ({"place": "4" * 13}, "place", UNFIT),
        ({"text": None}, "text", UNFIT),
        ({"about": "household:bq-001"}, "about", UNFIT),
        ({"doers": {}}, "doers", UNFIT),
        ({"doers": ["org:swb"]}, "doers.0", UNFIT),
        ({"doers": [{"role": "leader"}]}, "doers.0.who", "缺少这一项"),
        ({"doers": [{"who": "x" * 81}]}, "doers.0.who", UNFIT),
        ({"doers": [{"who": "x", "role": "r" * 33}]}, "doers.0.role", UNFIT),
        ({"weather": "晴"}, "weather", "多出不认识的一项"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    changes: dict[str, Any], field: str, what: str
) -> None:
    assert wrong(item(**changes)) == {field: what}


def test_everything_wrong_is_said_at_once() -> None:
    told = wrong(item(happened="2025-02-30", makes_up="2025-02-31", files=["x"], replaces=["y"]))
    assert list(told) == ["happened", "makes_up", "replaces", "files"]
    assert wrong(item(kind=1, place=2, text=3)) == dict.fromkeys(("kind", "place", "text"), UNFIT)


def test_dates_and_ids_say_how_to_mend_them() -> None:
    (day,) = read_item(item(happened="2025-02-30")).problems
    assert day.say() == "日期写法不对。请写成 2026-03-31 的样式。"
    (of,) = read_item(item(replaces=["y"])).problems
    assert of.say() == f"所更正的记录编号不对。{MEND}。"


def test_however_much_is_wrong_the_answer_is_short() -> None:
    assert len(wrong(item(doers=[{"who": n} for n in range(500)]))) == 20


def test_a_name_nobody_chose_is_said_back_shortened() -> None:
    (field,) = wrong(item(**{"长" * 100: 1}))
    assert field == "长" * 40
    (field,) = wrong({**item(), "a\0b": 1})
    assert field == "a?b"


@pytest.mark.parametrize(
    "id_",
    [
        "", "1", ID.upper(), ID.replace("-", ""), f"{{{ID}}}",
        "0195880a-5c00-4abc-8def-000000000001",  # another version
        "0195880a-5c00-7abc-cdef-000000000001",  # another variant
    ],
)  # fmt: skip
def test_an_id_is_one_of_time_in_small_letters(id_: str) -> None:
    assert wrong(item(id_)) == {"id": UNFIT}
    assert read_item(item(id_)).id == id_  # told back, for the phone to find its item


@pytest.mark.parametrize("id_", [None, 5, [ID], {"id": ID}])
def test_an_id_that_is_no_text_is_not_told_back(id_: Any) -> None:
    assert wrong(item(id_)) == {"id": UNFIT}
    assert read_item(item(id_)).id == ""


def test_a_long_id_is_told_back_shortened() -> None:
    assert read_item({**item(), "id": "x" * 500}).id == "x" * 40


@pytest.mark.parametrize("raw", [None, 3, "一条", [], True, [item()]])
def test_what_is_no_item_at_all(raw: Any) -> None:
    read = read_item(raw)
    assert (read.id, read.handed, read.code) == ("", None, "invalid")
    assert [one.what for one in read.problems] == [UNFIT]


@pytest.mark.parametrize(
    "change",
    [{"text": "清理村道两侧杂物。"}, {"happened": "2025-03-10"}, {"values": {"people": "四十"}}],
)
def test_one_stroke_changed_on_the_way_is_damage(change: dict[str, Any]) -> None:
    sent = item()
    sent["draft"] |= change
    read = read_item(sent)
    assert (read.id, read.handed, read.code) == (ID, None, "damaged")
    assert "可能在途中损坏" in read.problems[0].say()
    assert "手机会再发一次" in read.problems[0].say()


def test_the_order_of_fields_is_no_damage() -> None:
    sent = item()
    sent["draft"] = dict(reversed(sent["draft"].items()))
    assert read_item(sent).handed is not None


def test_the_way_a_letter_is_put_together_is_no_damage() -> None:
    sent = item(text="Café")
    sent["draft"]["text"] = unicodedata.normalize("NFD", "Café")
    assert read_item(sent).handed is not None


def test_what_may_be_left_out_counts_in_the_digest() -> None:
    sent = item()
    del sent["draft"]["makes_up"]  # None before: another text, though it means the same
    assert read_item(sent).code == "damaged"


def test_broken_characters_spoil_their_own_item_only() -> None:
    broken = {**item(OTHER), "draft": draft(text="\ud800")}
    bad, good = read_items(json.dumps({"items": [broken, item()]}).encode())
    assert (bad.handed, bad.code) == (None, "invalid")
    assert good.handed is not None


def test_something_nested_without_end_is_told_or_unreadable() -> None:
    deep: Any = []
    for _ in range(20_000):
        deep = [deep]
    with pytest.raises(Unreadable):
        parsed(b"[" * 20_000 + b"]" * 20_000)
    told = read_item({"id": ID, "digest": PHOTO, "draft": draft(values={"people": deep})})
    assert told.code == "invalid"
    assert told.problems[0].what in {DEEPEST, UNFIT}


@pytest.mark.parametrize(
    "body",
    [
        b"", b" ", b"{", b"null", b"3", b'"items"', b"[]", b"{}", b'{"items": null}',
        b'{"items": {}}', b'{"item": []}', b'{"items": [1, 2', b"\xff\xfe", b'{"items": [NaN]}',
        b'{"items": [Infinity]}', b'{"items": [-Infinity]}', b'{"items": []} x',
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_read_as_items(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_items(body)


def test_a_body_of_no_items_is_read() -> None:
    assert read_items(b'{"items": []}') == []


def test_twenty_items_at_once_and_no_more() -> None:
    assert len(read_items(orjson.dumps({"items": [item()] * MOST_ITEMS}))) == MOST_ITEMS == 20
    with pytest.raises(TooMany):
        read_items(orjson.dumps({"items": [None] * (MOST_ITEMS + 1)}))


def test_answers_stand_in_the_order_of_items() -> None:
    sent = [item(OTHER), 3, item(), item(happened="?"), {}]
    found = read_items(orjson.dumps({"items": sent}))
    assert [one.id for one in found] == [OTHER, "", ID, ID, ""]
    assert [one.handed is not None for one in found] == [True, False, True, False, False]


@settings(max_examples=25)
@given(text=st.text(max_size=30), people=st.one_of(st.text(max_size=10), st.integers(-99, 99)))
def test_whatever_is_written_comes_in_as_written(text: str, people: Any) -> None:
    """For every text there is: read whole, or refused as one the ledger cannot hold."""
    try:
        sent = item(text=text, values={"people": people})
    except ValueError:
        return  # nothing the ledger writes: no phone makes a digest of it
    (read,) = read_items(json.dumps({"items": [sent]}).encode())
    assert read.handed is not None
    assert read.handed.draft.text == text
    assert read.handed.draft.values == {"people": people}


@settings(max_examples=25)
@given(
    raw=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["id", "digest", "draft", "kind", "x"]), inner)
        ),
        max_leaves=8,
    )
)
def test_whatever_comes_is_answered_in_chinese(raw: Any) -> None:
    read = read_item(raw)
    assert read.handed is None
    assert read.problems
    assert all(one.say().endswith("。") for one in read.problems)
