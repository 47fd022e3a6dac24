"""Examples: what a case may say, and what is refused with its address."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.plan.texts import CASES
from tests.rules.plan.texts import wrong_case
from tongxing.rules.periods import Span
from tongxing.rules.plan import read_cases

RECORD = "happened = 2024-09-09 }"
ROWS = [
    ("name twice", "case[2].name", "", "写了两次", ('"九月做了"', '"九月做了"'), CASES),
    ("name missing", "case[1].name", "", "缺这一项", ('name    = "九月做了"\n', ""), ""),
    ("state", "case[1].expect.2024-09", "", "不能写“done”", ('"kept"', '"done"'), ""),
    ("period", "case[1].expect.2024-13", "", "期次编号", ('"2024-09" =', '"2024-13" ='), ""),
    ("nothing expected", "case[1].expect", "", "没有写期望", ('{ "2024-09" = "kept" }', "{}"), ""),
    (
        "expect missing",
        "case[1].expect",
        "",
        "缺这一项",
        ('expect  = { "2024-09" = "kept" }', ""),
        "",
    ),
    (
        "received early",
        "case[1].records[1].received",
        "",
        "收到早于发生",
        (RECORD, "happened = 2024-09-09, received = 2024-09-08 }"),
        "",
    ),
    (
        "made up early",
        "case[1].records[1].makes_up",
        "",
        "补的日子晚于",
        (RECORD, "happened = 2024-09-09, makes_up = 2024-09-10 }"),
        "",
    ),
    (
        "accepted early",
        "case[1].records[1].accepted",
        "",
        "采认早于收到",
        (RECORD, "happened = 2024-09-09, accepted = 2024-09-08 }"),
        "",
    ),
    (
        "place",
        "case[1].records[1].place",
        "",
        "区划代码不对",
        (RECORD, 'happened = 2024-09-09, place = "440981" }'),
        "",
    ),
    (
        "value",
        "case[1].records[1].values.people",
        "",
        "值的写法不对",
        (RECORD, "happened = 2024-09-09, values = { people = 1.5 } }"),
        "",
    ),
    (
        "waiver without end",
        "case[1].waivers[1].until",
        "C15",
        "缺这一项",
        ("as_of   =", "waivers = [{ from = 2024-09-01 }]\nas_of   ="),
        "",
    ),
    (
        "records no list",
        "case[1].records",
        "",
        "要写成一列表",
        ('[{ kind = "labour-day", happened = 2024-09-09 }]', "5"),
        "",
    ),
    ("key", "case[1].record", "", "没有“record”", ("records =", "record ="), ""),
    ("pairing", "case[1].pairing", "", "缺这一项", ("pairing = { from = 2024-09-01 }\n", ""), ""),
]


@pytest.mark.parametrize(
    ("key", "rule", "words", "bad", "add"), [pytest.param(*row[1:], id=row[0]) for row in ROWS]
)
def test_a_bad_case_is_refused_with_its_address(key, rule, words, bad, add):
    problem = wrong_case(bad, add=add)
    assert (problem.key, problem.rule) == (key, rule)
    assert words in problem.what
    assert problem.line is not None


def test_a_case_says_all_it_can():
    text = """\
schema = 1
[[case]]
name       = "样样都写"
duty       = "labour-day"
pairing    = { from = 2024-09-01, until = 2025-09-01 }
attributes = [{ name = "grade", value = "monitored", from = 2024-09-01, until = 2024-12-01 }]
waivers    = [{ from = 2024-09-01, until = 2024-09-08 }]
as_of      = 2024-12-01
known_at   = 2024-12-02
expect     = { "2024-W36" = "excused", "once" = "open" }
[[case.records]]
kind     = "purchase"
happened = 2024-09-09
makes_up = 2024-09-08
received = 2024-09-10
accepted = 2024-09-11
role     = "leader"
place    = "440981122001"
values   = { amount = "近30万元", trees = 3, due = 2024-10-01 }
text     = "买了荔枝"
[[case]]
name       = "属性管全程"
duty       = "labour-day"
pairing    = { from = 2024-09-01 }
attributes = { grade = "general" }
as_of      = 2024-12-01
expect     = { "2024" = "ahead" }
"""
    (full, short), problems = read_cases(text.encode(), file="例子.toml")
    assert problems == ()
    assert (full.file, full.line) == ("例子.toml", 2)
    assert full.waivers == (Span(date(2024, 9, 1), date(2024, 9, 8)),)
    assert full.known_at == date(2024, 12, 2)
    assert full.attributes[0].span == Span(date(2024, 9, 1), date(2024, 12, 1))
    record = full.records[0]
    assert record.values == {"amount": "近30万元", "trees": 3, "due": "2024-10-01"}
    assert (record.role, record.place, record.text) == ("leader", "440981122001", "买了荔枝")
    assert (record.received, record.accepted) == (date(2024, 9, 10), date(2024, 9, 11))
    assert record.makes_up == date(2024, 9, 8)
    assert short.attributes[0].span == short.pairing
    assert short.records == ()


def test_too_many_cases():
    _, problems = read_cases(b"[[case]]\n" * 301, file="例子.toml")
    assert [one.what for one in problems] == ["例子太多"]


def test_too_many_records():
    many = ("records = [", "records = [" + '{ kind = "survey", happened = 2024-09-09 },' * 200)
    assert wrong_case(many).what == "记录太多"


def test_no_toml():
    cases, problems = read_cases(b"[[case", file="例子.toml")
    assert cases == ()
    assert problems[0].line == 1
