"""Kinds: what the reader refuses, and what every shipped kind keeps."""

from __future__ import annotations

import pytest

from tests.rules.plan.texts import kind
from tests.rules.plan.texts import wrong_kind
from tongxing.rules.plan import Kind
from tongxing.rules.plan import NotShippedError
from tongxing.rules.plan import minutes_of
from tongxing.rules.plan import shipped
from tongxing.rules.plan import shipped_kind
from tongxing.rules.plan import shipped_kinds

ROWS = [
    (
        "photo required",
        "field.boats.type",
        "C4",
        "不得强制",
        ('"count"\nunit     = "艘"\nmeasure  = "items"', '"photo"'),
        ('"count"\nunit     = "艘"\nmeasure  = "items"', '"text"'),
    ),
    (
        "place tracked",
        "field.boats.type",
        "C1",
        "定位",
        ('"count"\nunit     = "艘"\nmeasure  = "items"', '"gps"'),
        ('"count"\nunit     = "艘"\nmeasure  = "items"', '"place"'),
    ),
    (
        "photo number",
        "field.boats.title",
        "C4",
        "不得强制",
        ('"船只"', '"照片张数"'),
        ('title    = "船只"', 'title = "照片张数"\noptional = true'),
    ),
    (
        "evidence",
        "field.boats.evidence",
        "C4",
        "不得强制",
        ('unit     = "艘"', 'unit = "艘"\nevidence = true'),
        ('unit     = "艘"', 'unit = "只"'),
    ),
    ("likes", "field.boats.measure", "C5", "点赞", ('"items"', '"likes"'), ('"items"', '"events"')),
    (
        "study minutes",
        "field.boats.measure",
        "C5",
        "学习时长",
        ('"items"', '"study-minutes"'),
        ('"items"', '"days"'),
    ),
    (
        "log-ins",
        "field.boats.measure",
        "C3",
        "登录",
        ('"items"', '"logins"'),
        ('"items"', '"people"'),
    ),
    (
        "measure",
        "field.boats.measure",
        "",
        "不能写“boats”",
        ('"items"', '"boats"'),
        ('"items"', '"households"'),
    ),
    (
        "likes by title",
        "title",
        "C5",
        "点赞",
        ('"渔事帮扶"', '"朋友圈转发"'),
        ('"渔事帮扶"', '"渔事"'),
    ),
    (
        "type",
        "field.boats.type",
        "",
        "不能写“counts”",
        ('"count"\nunit     = "艘"\nmeasure  = "items"', '"counts"'),
        ('"count"\nunit     = "艘"\nmeasure  = "items"', '"date"'),
    ),
    (
        "unit missing",
        "field.boats.unit",
        "",
        "缺这一项",
        ('unit     = "艘"\n', ""),
        ('"艘"', '"条"'),
    ),
    (
        "unit of text",
        "field.way.unit",
        "",
        "不写单位",
        ('type     = "choice"', 'type = "choice"\nunit = "种"'),
        ('type     = "choice"', 'type = "choice"'),
    ),
    (
        "area unit",
        "field.boats.unit",
        "",
        "不能写“英亩”",
        ('"count"\nunit     = "艘"\nmeasure  = "items"', '"area"\nunit = "英亩"'),
        ('"count"\nunit     = "艘"\nmeasure  = "items"', '"area"\nunit = "亩"'),
    ),
    (
        "measure of area",
        "field.boats.measure",
        "",
        "只有计数和金额",
        ('"count"\nunit     = "艘"', '"area"\nunit = "亩"'),
        ('"count"\nunit     = "艘"\nmeasure  = "items"', '"number"\nunit = "分"'),
    ),
    (
        "choices of count",
        "field.boats.choices",
        "",
        "只有选项类型",
        ("[field.way]", '[field.boats.choices]\na = "甲"\nb = "乙"\n[field.way]'),
        ("[field.way]", '[field.far]\ntitle="远"\ntype="text"\n[field.way]'),
    ),
    (
        "no choices",
        "field.way.choices",
        "",
        "缺这一项",
        ('[field.way.choices]\nnet  = "撒网"\nline = "垂钓"\n', ""),
        ('"撒网"', '"网"'),
    ),
    (
        "one choice",
        "field.way.choices",
        "",
        "选项个数不对",
        ('line = "垂钓"\n', ""),
        ('"垂钓"', '"钓"'),
    ),
    (
        "choice id",
        "field.way.choices.Line",
        "",
        "不能作标识",
        ("line =", "Line ="),
        ("line =", "rod ="),
    ),
    (
        "optional",
        "field.way.optional",
        "",
        "true或false",
        ("optional = true", 'optional = "yes"'),
        ("optional = true", "optional = false"),
    ),
    (
        "version",
        "version",
        "",
        "数不对",
        ("version = 1", "version = 0"),
        ("version = 1", "version = 2"),
    ),
    (
        "field id",
        "field.Boats",
        "",
        "不能作标识",
        ("[field.boats]", "[field.Boats]"),
        ("[field.boats]", "[field.big-boats]"),
    ),
]


@pytest.mark.parametrize(
    ("key", "rule", "words", "bad"), [pytest.param(*row[1:5], id=row[0]) for row in ROWS]
)
def test_a_bad_kind_is_refused_with_its_address(key, rule, words, bad):
    problem = wrong_kind(bad)
    assert (problem.key, problem.rule) == (key, rule)
    assert words in problem.what


@pytest.mark.parametrize("good", [pytest.param(row[5], id=row[0]) for row in ROWS])
def test_its_mended_twin_is_read(good):
    assert isinstance(kind(good), Kind)


def test_a_kind_asks_at_most_twelve_things():
    more = "".join(f'[field.f{n}]\ntitle = "字段"\ntype = "text"\n' for n in range(11))
    assert wrong_kind(add=more).rule == "C6"


def test_a_file_that_is_no_toml():
    assert wrong_kind(("[field.boats]", "[field.boats")).line == 7


def test_a_kind_as_read():
    fishing = kind()
    assert isinstance(fishing, Kind)
    assert fishing.fields["way"].choices == {"net": "撒网", "line": "垂钓"}
    assert fishing.fields["way"].optional
    assert not fishing.system
    assert minutes_of(fishing) == 3


WANTED = [
    "labour-day",
    "visit-reception",
    "livelihood-item",
    "courtyard",
    "project-lead",
    "purchase",
    "donation",
    "training",
    "employment",
    "planting",
    "condolence",
    "survey",
    "meeting",
    "exchange-visit",
    "publicity",
    "honour",
    "duty-roster",
    "research",
    "canteen-report",
    "field-check",
    "appraisal",
    "finding",
    "serious-finding",
    "village-profile",
    "town-profile",
    "problem-solved",
    "key-people-care",
    "project-plan",
]
SYSTEM = [
    "pairing-opened",
    "pairing-ended",
    "pairing-resumed",
    "waiver-granted",
    "waiver-ended",
    "edition-in-force",
    "edition-ended",
    "waiver-proposed",
    "waiver-declined",
    "ladder-decided",
    "unit-reply",
    "attribute-set",
    "record-withdrawn",
    "record-returned",
    "record-accepted",
    "record-redacted",
    "evidence-added",
    "evidence-withdrawn",
    "evidence-redacted",
]


def test_all_kinds_are_shipped():
    assert sorted(shipped_kinds()) == sorted(WANTED + SYSTEM)
    assert sorted(key for key, one in shipped_kinds().items() if one.system) == sorted(SYSTEM)


def test_what_others_are_judged_by():
    assessing = {key for key, one in shipped_kinds().items() if one.assesses}
    assert assessing == {"field-check", "appraisal", "finding", "serious-finding"}
    assert kind(("about   =", "assesses = true\nabout   =")).assesses


@pytest.mark.parametrize("name", WANTED)
def test_a_shipped_kind_asks_for_little(name):
    one = shipped_kind(name, 1)
    assert one is shipped_kinds()[name]
    assert 1 <= sum(not field.optional for field in one.fields.values()) <= 3
    assert one.about.endswith("。")


def test_the_ways_of_buying_are_those_of_the_field():
    modes = shipped_kinds()["purchase"].fields["mode"].choices
    assert {"以买代帮", "爱心团购", "产品定制", "展销", "电商", "食堂采购", "工会福利"} <= set(
        modes.values()
    )


def test_money_of_two_sorts_never_shares_a_measure_within_a_kind():
    for one in shipped_kinds().values():
        money = [field.measure for field in one.fields.values() if field.type == "money"]
        assert len(set(money)) == len(money), one.id


def test_a_version_that_is_not_shipped():
    with pytest.raises(NotShippedError):
        shipped_kind("labour-day", 99)


def test_a_broken_release_says_so(tmp_path, monkeypatch):
    (tmp_path / "kinds").mkdir()
    (tmp_path / "kinds" / "broken.toml").write_text("id = 5")
    monkeypatch.setattr(shipped, "files", lambda _: tmp_path)
    shipped._versions.cache_clear()
    try:
        with pytest.raises(shipped.ShippedBrokenError, match=r"broken\.toml"):
            shipped._versions()
    finally:
        shipped._versions.cache_clear()
