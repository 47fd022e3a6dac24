"""The one written form: equal things are written equally, what has none is refused."""

from __future__ import annotations

import unicodedata
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from hashlib import sha256
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tongxing.records.ledger.canonical import GENESIS
from tongxing.records.ledger.canonical import NotCanonicalError
from tongxing.records.ledger.canonical import content_hash
from tongxing.records.ledger.canonical import content_text
from tongxing.records.ledger.canonical import row_hash
from tongxing.records.ledger.canonical import row_text
from tongxing.records.ledger.canonical import stamp

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**62), 2**62) | st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(values=st.dictionaries(st.text("abcdef", min_size=1), plain, max_size=4))
@settings(max_examples=100)
def test_writing_what_was_read_gives_the_same_bytes(values) -> None:
    once = content_text("说明", values)
    read = orjson.loads(once)
    assert content_text(read["text"], read["values"]) == once
    assert once == unicodedata.normalize("NFC", once)


def test_the_order_of_keys_does_not_matter() -> None:
    assert content_text("", {"b": 1, "a": {"y": 2, "x": 3}}) == content_text(
        "", {"a": {"x": 3, "y": 2}, "b": 1}
    )


def test_composed_and_decomposed_are_the_same() -> None:
    assert content_text("\u00e9", {}) == content_text("e\u0301", {})


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"amount": 1.5}, "小数"),
        ({"amount": float("nan")}, "小数"),
        ({"amount": 2**63}, "过大"),
        ({"goods": "荔\ud800枝"}, "残缺字符"),
        ({"goods": "\0"}, "空字符"),
        ({"goods": "a" + "\u0315\u0300" * 150_000}, "叠加了过多符号"),  # minutes, if put in order
        ({1: "x"}, "字段名"),
        ({"x": date(2025, 1, 1)}, "无法写入"),
        ({"x": [[[[[[[[[[1]]]]]]]]]]}, "嵌套过深"),
    ],
)
def test_what_has_no_one_form_is_refused_in_words(values, what) -> None:
    with pytest.raises(NotCanonicalError, match=what):
        content_text("", values)


def test_the_chain_can_be_checked_with_a_pencil() -> None:
    row = row_text(
        UUID(int=7), "440981", 1, "labour-day", 1, "[]", "440981104209", "[]", date(2025, 3, 10),
        None, datetime(2025, 3, 12, 10, tzinfo=timezone(timedelta(hours=8))), "person:swb",
        content_hash("aa", "{}"), "[]",
    )  # fmt: skip
    lines = row.split("\n")
    assert len(lines) == 14
    assert lines[8:11] == ["2025-03-10", "", "2025-03-12 02:00:00.000000"]
    assert row_hash(GENESIS, row) == sha256((GENESIS + row).encode()).hexdigest()
    assert lines[12] == sha256(b"aa{}").hexdigest()


def test_a_moment_is_written_alike_from_any_zone() -> None:
    at = datetime(2025, 3, 12, 10, 0, 0, 5, tzinfo=timezone(timedelta(hours=8)))
    assert stamp(at) == stamp(at.astimezone(UTC)) == "2025-03-12 02:00:00.000005"


def test_a_long_text_with_the_marks_a_script_has_stays() -> None:
    text = "e\u0302\u0301" * 2_000
    assert "ế" * 2_000 in content_text(text, {})
