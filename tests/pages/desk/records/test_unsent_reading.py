"""The file of unsent records, read: what is ours, what is spoilt, and how each line is said."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest

from tests.pages.outbox.outgoing import ID
from tests.pages.outbox.outgoing import OTHER
from tests.pages.outbox.outgoing import PHOTO
from tests.pages.outbox.outgoing import draft
from tests.pages.outbox.outgoing import item
from tongxing.actions.entry import Outcome
from tongxing.actions.errors import Conflict
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Problem
from tongxing.actions.hand_in import ERASED
from tongxing.actions.hand_in import Taken
from tongxing.pages.desk.records import unsent
from tongxing.pages.desk.records.unsent import NotUnsent
from tongxing.pages.desk.records.unsent import Unsent
from tongxing.pages.desk.records.unsent import read_unsent
from tongxing.pages.desk.records.views_unsent import ELSEWHERE
from tongxing.pages.desk.records.views_unsent import NO_ORIGINAL
from tongxing.pages.desk.records.views_unsent import OTHERWISE
from tongxing.pages.desk.records.views_unsent import UNREAD
from tongxing.pages.desk.records.views_unsent import Line
from tongxing.pages.desk.records.views_unsent import Told
from tongxing.pages.desk.records.views_unsent import _line
from tongxing.pages.outbox.reading import read_item
from tongxing.records.ledger.models import Record

PLACE = "440981104209"
ABC = sha256(b"abc").hexdigest()
LOOKING = Told(
    photos=(),
    lacking={},
    paths={PLACE: "根子镇柏桥村"},
    names={"org:swb": "市委办"},
    confirmed=False,
    where=("440981",),
)
CONFIRMED = replace(LOOKING, confirmed=True)
WRITTEN = Record(pk=UUID(ID))


def told(*items: Any, **changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "format": "tongxing-unsent", "version": 1, "account": "swb", "person": "person:swb",
        "items": list(items), "files": {},
    }  # fmt: skip
    return given | changes


def read(*items: Any, **changes: Any) -> Unsent:
    return read_unsent(json.dumps(told(*items, **changes)).encode())


def why(data: Mapping[str, Any] | bytes) -> str:
    """Why it is none of ours, in words."""
    with pytest.raises(NotUnsent) as wrong:
        read_unsent(data if isinstance(data, bytes) else json.dumps(data).encode())
    return str(wrong.value)


def without(name: str) -> dict[str, Any]:
    return {key: one for key, one in told(item()).items() if key != name}


def line(raw: Any, outcome: Outcome | None, how: Told = LOOKING, *warnings: str) -> Line:
    taken = Taken(outcome, (), warnings) if outcome else None
    written = raw["draft"] if isinstance(raw, dict) else {}
    return _line(1, read_item(raw), written, taken, how)


def test_a_file_says_whose_it_is_and_what_is_in_it() -> None:
    data = b"\xff\xd8 bytes of a photo"
    key = sha256(data).hexdigest()
    found = read(item(), item(OTHER), files={key: b64encode(data).decode()})
    assert (found.account, found.person) == ("swb", "person:swb")
    assert [one.id for one in found.items] == [ID, OTHER]
    assert all(one.handed for one in found.items)
    assert found.photos == {key: data}


def test_one_spoilt_item_leaves_the_others_readable() -> None:
    found = read(item(), 3, item(happened="昨天"), item(OTHER))
    assert [one.handed is not None for one in found.items] == [True, False, False, True]


@pytest.mark.parametrize(
    ("files", "kept"),
    [
        ({}, {}),
        ({ABC: "YWJj"}, {ABC: b"abc"}),
        ({ABC: "YWJjZA=="}, {}),  # other bytes than it is called after
        ({ABC: ""}, {}),
        ({ABC: "YWJj\n"}, {}),  # line breaks are none of ours
        ({ABC: "YWJ"}, {}),
        ({ABC: "照片"}, {}),
        ({"a": 3, "b": None, "c": ["YWJj"], "d": {"e": 1}, ABC: "YWJj"}, {ABC: b"abc"}),
    ],
)
def test_a_photo_that_cannot_be_read_is_as_one_that_is_not_there(
    files: dict[str, Any], kept: dict[str, bytes]
) -> None:
    assert read(item(), files=files).photos == kept


def test_without_photos_a_file_need_not_speak_of_them() -> None:
    assert read_unsent(json.dumps(without("files")).encode()).photos == {}


@pytest.mark.parametrize("name", ["format", "items", "account", "person"])
def test_a_file_lacks_a_part(name: str) -> None:
    assert why(without(name)) == unsent.NONE_OF_OURS


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "tongxing-sheet"}, {"format": None}, {"items": {}}, {"items": "x"},
        {"files": []}, {"files": None}, {"account": 3}, {"account": None}, {"person": ["x"]},
    ],
    ids=str,
)  # fmt: skip
def test_a_part_is_of_another_form(changes: dict[str, Any]) -> None:
    assert why(told(item(), **changes)) == unsent.NONE_OF_OURS


@pytest.mark.parametrize("data", [b"{", b"null", b"[]", b'"x"', b"PK\x03\x04", b"\xef\xbb\xbf"])
def test_no_file_of_a_phone_at_all(data: bytes) -> None:
    assert why(data) == unsent.NONE_OF_OURS


def test_an_empty_file_and_one_cut_off_are_told_apart_from_a_strange_one() -> None:
    whole = json.dumps(told(item()), separators=(",", ":")).encode()
    assert read_unsent(whole).items[0].handed
    for end in range(len(unsent.BEGINNING), len(whole), 40):
        assert why(whole[:end]) == unsent.CUT
    assert (why(b""), why(b" \r\n")) == (unsent.EMPTY, unsent.EMPTY)


@pytest.mark.parametrize("version", [0, 2, "1", None, [1]])
def test_a_newer_form_is_told_apart_from_a_spoilt_one(version: Any) -> None:
    assert why(told(item(), version=version)) == unsent.NEWER


def test_an_empty_file_and_one_too_long() -> None:
    assert why(told()) == unsent.NOTHING
    assert why(told(*[1] * 501)) == unsent.TOO_MANY
    assert len(read(*[1] * 500).items) == 500


@pytest.mark.parametrize(
    "said",
    [
        unsent.NONE_OF_OURS,
        unsent.EMPTY,
        unsent.CUT,
        unsent.NEWER,
        unsent.NOTHING,
        unsent.TOO_MANY,
        unsent.TOO_LARGE,
    ],
)
def test_every_answer_says_that_nothing_was_written(said: str) -> None:
    assert "没有写入" in said or "没有上传" in said
    assert said.endswith("。")


# How one line of the check is said.


def test_a_line_in_words() -> None:
    found = line(item(), Outcome(UUID(ID), record=WRITTEN))
    assert (found.kind, found.happened, found.place) == ("集中劳动", "2025-03-11", "根子镇柏桥村")
    assert (found.who, found.text) == ("市委办", "清理村道两侧杂物")
    assert (found.state, found.word, found.problems) == ("ready", "可以记入", ())
    assert found.record is None  # nothing to open before it is confirmed


def test_confirmed_it_may_be_opened() -> None:
    found = line(item(), Outcome(UUID(ID), record=WRITTEN), CONFIRMED)
    assert (found.word, found.record) == ("已记入", UUID(ID))


@pytest.mark.parametrize(
    ("outcome", "word", "problem"),
    [
        (Outcome(UUID(ID), record=WRITTEN, repeated=True), "早已记入", ""),
        (
            Outcome(UUID(ID), record=WRITTEN, conflicts=(UUID(OTHER),)),
            "有冲突",
            "同一条记录此前已另有更正或撤回，这一条记入后暂不计入，由县专班裁定。",
        ),
        (Outcome(UUID(ID), refused=NotAllowed("不在权限内")), "不能记入", "不在权限内。"),
        (Outcome(UUID(ID), refused=Conflict("同一编号已用于")), "不能记入", OTHERWISE),
        (
            Outcome(UUID(ID), refused=Invalid(problems=[Problem("place", "没有地点", "请选择")])),
            "不能记入",
            "没有地点。请选择。",
        ),
    ],
)
def test_what_becomes_of_a_line(outcome: Outcome, word: str, problem: str) -> None:
    for how in (LOOKING, CONFIRMED):
        found = line(item(), outcome, how)
        assert found.word == word
        assert found.problems == ((problem,) if problem else ())


def test_everything_wrong_with_a_line_is_said() -> None:
    wrong = [Problem("place", "没有地点", "请选择"), Problem("text", "过长", "")]
    found = line(item(), Outcome(UUID(ID), refused=Invalid(problems=wrong)))
    assert found.problems == ("没有地点。请选择。", "过长。")
    assert found.record is None


def test_a_line_that_goes_in_with_a_warning() -> None:
    found = line(item(), Outcome(UUID(ID), record=WRITTEN), LOOKING, ERASED)
    assert (found.word, found.problems) == ("可以记入", (ERASED,))


def test_a_line_nobody_can_read_says_what_to_do() -> None:
    found = line(item(happened="昨天", kind=3, values=["x"], doers="x"), None)
    assert (found.kind, found.word, found.who) == ("认不出的一条", "不能记入", "")
    assert found.problems == (f"内容的格式不对；日期写法不对。{UNREAD}",)


def test_what_was_changed_by_hand_may_be_typed_from_what_stands_there() -> None:
    changed = item(files=[PHOTO], values={"people": {"v": 30, "text": "三十多"}, "x": 3})
    changed["draft"]["text"] = "改" * 90
    found = line(changed, None)
    assert (found.kind, found.happened, found.place) == ("集中劳动", "2025-03-11", "根子镇柏桥村")
    assert found.who == "市委办"
    assert (found.text, found.values) == ("改" * 90, ("参加人次：三十多", "x：3"))
    assert found.photos == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"place": "\ud800", "kind": "\ud800", "text": "\0", "doers": [{"who": "\ud800\0"}]},
        {"place": 3, "kind": ["x"], "text": None, "doers": [3, {"who": 3}], "files": 3},
        {"values": {"people": {"v": {"v": 1}}, "\ud800": "\0"}, "doers": {"who": "x"}},
        {"values": "x", "happened": {}},
    ],
)
def test_whatever_stands_there_is_said_in_characters_a_page_can_show(
    changes: dict[str, Any],
) -> None:
    spoilt = {**item(), "draft": draft(**changes)}
    found = read(spoilt)
    one = _line(1, found.items[0], found.drafts[0], None, LOOKING)
    for said in (one.kind, one.happened, one.place, one.who, one.text, *one.values):
        assert said.encode().decode() == said
        assert "\0" not in said


def test_what_is_refused_may_be_typed_and_what_is_taken_is_shown_at_a_glance() -> None:
    long = item(text="长" * 90)
    assert line(long, Outcome(UUID(ID), record=WRITTEN)).values == ()
    found = line(long, Outcome(UUID(ID), refused=NotAllowed("不在权限内")))
    assert (found.text, found.values) == ("长" * 90, ("参加人次：三十多人次",))


@pytest.mark.parametrize("refused", [NotAllowed("不在权限内"), NotFound("没有这条记录")])
def test_another_county_s_record_goes_to_that_county(refused: NotAllowed | NotFound) -> None:
    other = replace(LOOKING, where=("440883",))
    assert line(item(), Outcome(UUID(ID), refused=refused), other).problems == (ELSEWHERE,)
    there = Outcome(UUID(ID), record=WRITTEN, repeated=True)
    assert line(item(), there, other).record is None  # not theirs to open
    assert line(item(), there).record == UUID(ID)


def test_a_correction_without_its_original_says_where_that_may_be() -> None:
    refused = Outcome(UUID(ID), refused=NotFound("没有这条记录"))
    assert line(item(replaces=[OTHER]), refused).problems == (NO_ORIGINAL,)


def test_a_correction_says_that_it_is_one() -> None:
    found = line(item(replaces=[OTHER]), Outcome(UUID(ID), record=WRITTEN))
    assert found.kind == "集中劳动（更正）"


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"kind": "dancing"}, "kind", "dancing"),
        ({"place": "999999999999"}, "place", "999999999999"),
        ({"place": ""}, "place", ""),
        ({"doers": [{"who": "org:nobody"}]}, "who", "org:nobody"),
        ({"doers": []}, "who", ""),
        ({"text": "长" * 90}, "text", "长" * 60),
    ],
)
def test_what_no_list_knows_is_said_as_it_came(
    changes: dict[str, Any], field: str, said: str
) -> None:
    assert getattr(line(item(**changes), Outcome(UUID(ID), record=WRITTEN)), field) == said


def test_who_acts_for_a_unit_is_said_as_the_unit_and_once() -> None:
    doers = [{"who": "person:swb", "of": "org:swb"}, {"who": "org:swb"}, {"who": "org:zx"}]
    found = line(item(doers=doers), Outcome(UUID(ID), record=WRITTEN))
    assert found.who == "市委办、org:zx"


@pytest.mark.parametrize(
    ("inside", "missing"), [((), 2), ((PHOTO,), 1), ((PHOTO, "cd" * 32), 0), (("ef" * 32,), 2)]
)
def test_photos_named_and_not_in_the_file_are_counted(
    inside: tuple[str, ...], missing: int
) -> None:
    raw = item(files=[PHOTO, "cd" * 32])
    found = line(raw, Outcome(UUID(ID), record=WRITTEN), replace(LOOKING, photos=inside))
    assert (found.photos, found.missing) == (2, missing)


def test_a_line_that_was_changed_in_the_file_is_damage() -> None:
    spoilt = {**item(), "draft": draft(text="改过")}
    found = line(spoilt, None)
    assert found.problems[0].startswith("内容与手机上写下的不一致，可能在途中损坏或被改动。")
