"""`tongxing doctor`: what it prints, what it gives other programs, which code it ends with."""

from __future__ import annotations

import json

import pytest

from tests.project.commands.typed import ran
from tongxing.project.commands import doctor
from tongxing.project.upkeep.checks.finding import Finding
from tongxing.project.upkeep.checks.finding import bad
from tongxing.project.upkeep.checks.finding import ok
from tongxing.project.upkeep.checks.finding import warn

FINE = ("磁盘", ok("还有 80.0 GB"))
LOOK = ("备份", warn("最近的备份距今3天", "请查看定时备份是否正常"))
WRONG = ("密钥", bad("密钥太短", "请换成32位以上的随机字符"))


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Finding]]:
    """What the checks find; a test fills it."""
    there: list[tuple[str, Finding]] = []
    monkeypatch.setattr(doctor, "examine", lambda asked: iter(there))
    return there


def run(*words: str) -> int:
    return ran(doctor, "doctor", *words)


def test_each_finding_stands_with_its_remedy(
    found: list[tuple[str, Finding]], capsys: pytest.CaptureFixture[str]
) -> None:
    found += [FINE, LOOK, WRONG]
    assert run() == 1
    assert capsys.readouterr().out.splitlines() == [
        "正常  磁盘：还有 80.0 GB",
        "留意  备份：最近的备份距今3天",
        "      办法：请查看定时备份是否正常",
        "有误  密钥：密钥太短",
        "      办法：请换成32位以上的随机字符",
        "共3项：正常1，留意1，有误1",
    ]


@pytest.mark.parametrize(("there", "code"), [([FINE], 0), ([FINE, LOOK], 0), ([WRONG], 1)])
def test_only_what_is_wrong_ends_with_1(
    found: list[tuple[str, Finding]], there: list[tuple[str, Finding]], code: int
) -> None:
    found += there
    assert run() == code


def test_other_programs_read_json(
    found: list[tuple[str, Finding]], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    found += [FINE, WRONG]
    assert run("--json") == 1
    assert json.loads(capsysbinary.readouterr().out) == [
        {"check": "磁盘", "level": "ok", "what": "还有 80.0 GB", "remedy": ""},
        {"check": "密钥", "level": "bad", "what": "密钥太短", "remedy": "请换成32位以上的随机字符"},
    ]


def test_square_brackets_are_no_markup(
    found: list[tuple[str, Finding]], capsys: pytest.CaptureFixture[str]
) -> None:
    found.append(("域名", warn("应答 [::1]", "请[写明]")))
    run()
    assert "应答 [::1]" in capsys.readouterr().out


def test_a_real_run_says_something_of_every_part(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    run("--all")
    said = capsys.readouterr().out
    for title in ("Python", "磁盘", "密钥", "数据库", "触发器", "台账", "备份"):
        assert f"{title}：" in said
