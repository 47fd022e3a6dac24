"""Bytes that mean harm or are merely broken: refused with an address, never a traceback."""

from __future__ import annotations

import time

import pytest

from tests.rules.plan.texts import FILE
from tests.rules.plan.texts import PLAN
from tests.rules.plan.texts import wrong
from tongxing.rules.plan import outline
from tongxing.rules.plan import read_edition
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan.source import SIZE_MAX_BYTES
from tongxing.rules.plan.source import parse

ROWS = [
    ("not utf-8", PLAN.encode() + b"\n# \xff\xfe", PLAN.count("\n") + 2, "UTF-8"),
    ("too large", b"#" * (SIZE_MAX_BYTES + 1), None, "文件太大"),
    ("deep arrays", b"a = " + b"[" * 5000, None, "嵌套太深"),
    ("deep tables", b"a = " + b"{ a = " * 5000, None, "嵌套太深"),
    ("deep keys", b"x = 1\n" + b".".join([b"a"] * 3000) + b" = 1", None, "键嵌套太深"),
    ("nan", b"x = 1\ny = nan", 2, "不是一个数"),
    ("infinity", b"x = 1\n\ny = -inf", 3, "不是一个数"),
    ("huge exponent", b"y = 1e99999999999999999999", 1, "不是一个数"),
    ("large exponent", b"y = 1e400", 1, "数太大"),
    ("tiny", b"y = 1e-400", 1, "小数位太多"),
    ("five decimals", b"y = 0.00001", 1, "小数位太多"),
    ("huge integer", b"y = " + b"9" * 4000, 1, "数太大"),
    ("huger integer", b"y = " + b"9" * 5000, None, "不合TOML写法"),
    ("huge hex", b"y = 0x" + b"f" * 5000, 1, "数太大"),
    ("control", b'y = "\\u0000"', 1, "控制字符"),
    ("long text", b'y = "' + b"a" * 2001 + b'"', 1, "文字太长"),
    ("key twice", b"y = 1\nx = 1\nx = 2", 3, "写了两次"),
    ("open string", b'x = 1\ny = "abc', 2, "不合TOML写法"),
    ("no day", b"y = 2024-02-30", None, "不合TOML写法"),
    ("surrogate", b'y = "\\ud800"', 1, "不合TOML写法"),
]


@pytest.mark.parametrize(
    ("data", "line", "words"), [pytest.param(*row[1:], id=row[0]) for row in ROWS]
)
def test_hostile_bytes(data, line, words):
    edition, problems = read_edition(data, file=FILE, kinds=shipped_kinds())
    assert edition is None
    assert words in problems[0].what
    if line is not None:
        assert problems[0].line == line
    assert problems[0].say().startswith(FILE)


@pytest.mark.parametrize(
    "piece", [b'""" \\', b"'''", b'\\"', b'x = "\\"', b"[", b"[a]\n", b'"""\\']
)
def test_no_text_costs_more_than_one_pass(piece):
    data = b'x = """' + piece * (SIZE_MAX_BYTES // len(piece) - 10)
    began = time.process_time()
    parse(data, file=FILE)
    assert time.process_time() - began < 5


def test_windows_line_ends_are_read():
    data = PLAN.replace("\n", "\r\n").encode()
    assert read_edition(data, file=FILE, kinds=shipped_kinds())[0] is not None


def test_where_keys_stand():
    text = """\
# a = 1
a = 1
"b c" = [
  { x = 1 }, # {
  { x = "]" },
]
[t.'u']
v.w = 2
[[r]]
k = '''
[z]
z = 1
'''
[r.s]
m = 3
[[r]]
k = 1
"""
    lines = outline.outline(text)
    assert lines.line_of(("a",)) == 2
    assert lines.line_of(("b c",)) == 3
    assert lines.line_of(("b c", 1, "x")) == 5
    assert lines.line_of(("t", "u", "v", "w")) == 8
    assert lines.line_of(("r", 0, "k")) == 10
    assert lines.line_of(("r", 0, "s", "m")) == 15
    assert lines.line_of(("r", 1, "k")) == 17
    assert lines.line_of(("z",)) is None
    assert lines.line_of(("t", "u", "v", "other")) == 8 or lines.line_of(("t", "u")) == 7
    assert lines.depth == 2


def test_closing_brackets_too_many_are_no_negative_depth():
    assert outline.outline("a = ]]]\nb = 1\n").line_of(("b",)) == 2


def test_a_list_where_a_table_belongs():
    problem = wrong(("lock_days = 45", "lock_days = 45\nminutes = [1]"))
    assert "一张表" in problem.what


def test_a_number_where_the_table_of_an_id_belongs():
    problem = wrong(("[pairing.unit-village]", "[pairing]\nresident = 3\n[pairing.unit-village]"))
    assert (problem.key, problem.what) == ("pairing.resident", "要写成一张表")
