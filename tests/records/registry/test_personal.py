"""Personal data in what people type: refused, normalised, masked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.records.registry.personal import holds_id_number
from tongxing.records.registry.personal import holds_phone
from tongxing.records.registry.personal import label_fault
from tongxing.records.registry.personal import masked
from tongxing.records.registry.personal import phone
from tongxing.records.registry.personal import phone_fault
from tongxing.records.registry.personal import tidy


@pytest.mark.parametrize(
    "text",
    [
        "440981198001011234",
        "44098119800101123X",
        "44098119800101123x",
        "４４０９８１１９８００１０１１２３４",
        "440981 19800101 1234",
        "440981-19800101-123X",
        "联络员440981198001011234（本地）",
    ],
)
def test_an_identity_number_is_seen_however_it_is_written(text: str) -> None:
    assert holds_id_number(text)


@pytest.mark.parametrize(
    "text",
    ["", "联络员", "11440981007084M135", "2024年9月1日至2025年3月1日", "4409811980010112345"],
)
def test_what_is_no_identity_number_is_left_alone(text: str) -> None:
    assert not holds_id_number(text)


@pytest.mark.parametrize(
    "text", ["找李主任 13812341234", "138 1234 1234", "１３８１２３４１２３４"]
)
def test_a_mobile_number_is_seen_in_other_fields(text: str) -> None:
    assert holds_phone(text)
    assert not holds_phone("440981104209")


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("13812341234", "13812341234", "138****1234"),
        ("１３８ 1234 1234", "13812341234", "138****1234"),
        ("+86 138-1234-1234", "13812341234", "138****1234"),
        ("0668 6661234", "0668-6661234", "0668-****34"),
        ("（0668）6661234-802", "0668-6661234-802", "0668-****34"),
        ("020-83661234", "020-83661234", "020-****34"),
    ],
)
def test_a_phone_number_is_kept_one_way_and_shown_masked(typed: str, kept: str, shown: str) -> None:
    assert phone(typed) == kept
    assert phone_fault(kept) == ""
    assert masked(kept) == shown


@pytest.mark.parametrize("typed", ["6661234", "电话", "1381234123", "138123412345", "12345678901"])
def test_what_is_no_phone_number_is_refused_and_still_masked(typed: str) -> None:
    assert "11位手机号" in phone_fault(phone(typed))
    assert masked(phone(typed)) == "****"


def test_no_number_has_no_mask() -> None:
    assert masked("") == ""


@given(st.integers(13000000000, 19999999999).map(str))
def test_a_mask_never_gives_the_middle_away(number: str) -> None:
    assert number[3:7] not in masked(number).replace(number[:3], "", 1)[:4]
    assert masked(number).count("*") == 4


@pytest.mark.parametrize("label", ["001", "A-001", "BQ-12-3", "q1"])
def test_a_household_is_a_number(label: str) -> None:
    assert label_fault(label) == ""


@pytest.mark.parametrize(
    ("label", "what"),
    [
        ("张三", "字母、数字和短横"),
        ("001户", "字母、数字和短横"),
        ("", "字母、数字和短横"),
        ("-001", "字母、数字和短横"),
        ("0 1", "字母、数字和短横"),
        ("A" * 21, "过长"),
        ("13812341234", "证件号、电话或卡号"),
        ("19800101", "证件号、电话或卡号"),
        ("1381-234-1234", "证件号、电话或卡号"),
    ],
)
def test_what_could_be_somebody_is_no_label(label: str, what: str) -> None:
    assert what in label_fault(label)


def test_names_are_kept_half_width_with_chinese_brackets() -> None:
    assert tidy("  高州市　农业局(Ａ区) ") == "高州市 农业局（A区）"
    assert tidy("甲、乙，丙；丁：戊") == "甲、乙，丙；丁：戊"
