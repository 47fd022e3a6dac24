"""Names as people say them, codes by level, and first letters."""

from __future__ import annotations

import pytest

from tongxing.records.registry.codes import is_code
from tongxing.records.registry.codes import level_of
from tongxing.records.registry.codes import prefix_of
from tongxing.records.registry.codes import steps_of
from tongxing.records.registry.initials import initials_of
from tongxing.records.registry.naming import full_names
from tongxing.records.registry.naming import plain
from tongxing.records.registry.naming import short_name


@pytest.mark.parametrize(
    ("official", "said"),
    [
        ("柏桥村委会", "柏桥村"),
        ("上安东村民委员会", "上安东村"),
        ("岳家庄村村民委员会", "岳家庄村"),
        ("程村村委会", "程村村"),
        ("南宫居委会", "南宫社区"),
        ("岗贝社区居民委员会", "岗贝社区"),
        ("巴彦芒哈嘎查委员会", "巴彦芒哈嘎查"),
        ("某某农场生活区", "某某农场生活区"),
        ("村委会", "村委会"),
    ],
)
def test_committees_become_what_they_run(official, said):
    assert short_name(official) == said


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        (" 柏 桥 村 ", "柏桥村"),
        ("柏桥村委会", "柏桥村"),
        ("ＢＱＣ", "bqc"),
        ("烧锅村（省级）", "烧锅村省级"),
        ("４４０９８１１０４２０９", "440981104209"),
        ("、，。", ""),
    ],
)
def test_what_is_typed_is_compared_without_spaces_marks_and_widths(typed, compared):
    assert plain(typed) == compared


def test_an_ending_may_be_left_out_once():
    assert "根子镇" in full_names("根子")
    assert "根子村" in full_names("根子")
    assert "柏桥村村" not in full_names("柏桥村")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("柏桥村", ("bqc",)),
        ("107社区", ("107sq",)),
        ("长安镇", ("caz", "zaz")),
        ("朝阳村", ("cyc", "zyc")),
        ("（）", ()),
        ("长朝重堡村", ("cccbc", "cccpc", "cczbc", "cczpc")),
    ],
)
def test_first_letters_and_both_readings_of_what_names_read_twice(name, letters):
    assert initials_of(name) == letters


@pytest.mark.parametrize(
    ("code", "prefix", "level"),
    [
        ("440000000000", "44", "province"),
        ("440900000000", "4409", "city"),
        ("440981000000", "440981", "county"),
        ("440981104000", "440981104", "town"),
        ("440981104209", "440981104209", "village"),
        ("441900003000", "441900003", "town"),
    ],
)
def test_a_code_says_its_level(code, prefix, level):
    assert (prefix_of(code), level_of(code)) == (prefix, level)


def test_the_way_down_names_a_city_without_counties_once():
    assert steps_of("440981104209") == (
        *("440000000000", "440900000000", "440981000000"),
        *("440981104000", "440981104209"),
    )
    assert steps_of("441900003000") == ("440000000000", "441900000000", "441900003000")


@pytest.mark.parametrize("text", ["44098110420", "44098110420a", "４４０９８１１０４２０９", ""])
def test_what_is_no_code(text):
    assert not is_code(text)
