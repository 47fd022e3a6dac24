"""The command line as typed: which command, which database, which exit code."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import ProgrammingError

from tests.derive.plans import EXAMPLES
from tests.derive.plans import PLAN
from tongxing.project import cli

Typed = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    file = tmp_path / "plan.toml"
    file.write_text(PLAN, encoding="utf-8")
    file.with_name("plan.examples.toml").write_text(EXAMPLES, encoding="utf-8")
    return file


@pytest.fixture
def typed(tmp_path: Path) -> Typed:
    """Run `tongxing …` as a process of its own, with a home of its own."""

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TONGXING", "DJANGO"))}
        return subprocess.run(
            [sys.executable, "-m", "tongxing.project.cli", *map(str, words)],
            env={**kept, "TONGXING_HOME": str(tmp_path / "home"), "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        yield one.getsockname()[1]


def test_a_plan_is_checked_where_there_is_no_ledger_yet(typed: Typed, plan_file: Path) -> None:
    done = typed("plan", "check", plan_file, "--as-of", "2025-03-12")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "以下按每类结对各1对估算" in done.stdout
    assert done.stdout.endswith("没有错误\n")


def test_a_taken_port_is_told_before_anything_is_got_ready(
    typed: Typed, taken: int, tmp_path: Path
) -> None:
    database = tmp_path / "here.db"
    done = typed("--database", database, "serve", "--port", taken)
    assert done.returncode == 1
    assert f"端口 {taken} 已被占用：可能已有一个同兴在运行" in done.stdout
    assert f"tongxing serve --port {taken + 1}" in done.stdout
    assert not database.exists()


@pytest.mark.full
def test_the_database_named_is_the_one_used(typed: Typed, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.db"
    done = typed("--database", elsewhere, "demo", "--small", "--until", "2021-06-01")
    assert done.returncode == 0, done.stdout + done.stderr
    assert elsewhere.exists()
    assert not (tmp_path / "home" / "tongxing.db").exists()
    checked = typed("--database", elsewhere, "ledger", "verify")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout.count("条记录完好") == 5  # the books of the demo, its second province too


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The database's address in the environment, put back afterwards."""
    monkeypatch.setenv("TONGXING_DATABASE", "as-before.db")
    return monkeypatch


@pytest.mark.parametrize(
    "words", [("--database", "there.db", "plan"), ("plan", "--database", "there.db")]
)
def test_the_database_may_stand_before_or_after_the_command(
    environment: pytest.MonkeyPatch, plan_file: Path, words: tuple[str, ...], db: None
) -> None:
    at = words.index("plan") + 1
    code = cli.main([*words[:at], "diff", str(plan_file), str(plan_file), *words[at:]])
    assert code == 0
    assert os.environ["TONGXING_DATABASE"] == "there.db"


def test_without_the_option_the_environment_is_left_alone(
    environment: pytest.MonkeyPatch, plan_file: Path, db: None
) -> None:
    assert cli.main(["plan", "diff", str(plan_file), str(plan_file)]) == 0
    assert os.environ["TONGXING_DATABASE"] == "as-before.db"


@pytest.mark.parametrize("words", [[], ["dance"], ["plan"], ["ledger"], ["plan", "sing"]])
def test_what_is_no_command_is_a_misuse(
    environment: pytest.MonkeyPatch, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2
    assert "用法：tongxing" in capsys.readouterr().err


ALSO_NAMED = {"tongxing", "try", "check", "diff", "verify", "replay"}
ALSO_NAMED |= {"open", "seal", "load", "first", "reset"}
ALSO_NAMED |= {"GeoJSON", "toml", "JSON", "postgresql", "Ctrl"}
ALSO_NAMED |= {"sync", "Parquet", "TONGXING", "LAKE", "processes", "spark"}
MISUSES = {
    "": "缺少命令",
    "dance": "命令：没有“dance”，请从中选择",
    "plan check": "缺少方案文件",
    "judge --sing": "不认识“--sing”",
    "judge --as-of": "--as-of：后面须写一个值",
    "judge --as-of 9999-12-31": "“9999-12-31”超出可以查询的范围，请写1949-10-01至2199-12-31",
    "judge --known-at noon": "“noon”不是有效的时刻",
    "judge --json=yes": "--json：后面不写值",
    "serve --port high": "--port：“high”写法不对",
    "demo --until 3": "“3”不是有效的日期",
    "ledger verify --book": "--book：后面须写一个值",
    "--database": "--database：后面须写一个值",
}


@pytest.mark.parametrize(("words", "said"), MISUSES.items())
def test_a_misuse_is_told_in_chinese_and_ends_with_2(
    environment: pytest.MonkeyPatch, words: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words.split())
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert said in told
    assert not english(told, words), told


@pytest.mark.parametrize(
    "words", ["", *cli.COMMANDS, "plan check", "plan try", "plan diff", "ledger verify"]
)
def test_help_has_no_english_words(
    environment: pytest.MonkeyPatch, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main([*words.split(), "-h"])
    assert not english(capsys.readouterr().out, words)


def english(text: str, typed: str) -> set[str]:
    """Words of the Latin alphabet that are neither names of commands nor of options."""
    named = {*cli.COMMANDS, *re.split(r"[ =]", typed), *ALSO_NAMED}
    rest = re.sub(r"--?[\w-]+|\d{4}-[\dT:.-]+", "", text)
    return set(re.findall(r"[A-Za-z]{2,}", rest)) - named


def test_help_names_every_command_in_chinese(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert "结对帮扶工作台账" in said
    for name, words in {
        "plan": "方案：检查、试算、比对",
        "judge": "评判",
        "ledger": "台账",
        "demo": "装入演示县",
        "serve": "启动服务",
    }.items():
        assert name in cli.COMMANDS
        assert words in said


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_explains_itself(
    environment: pytest.MonkeyPatch, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([command, "--help"])
    assert ended.value.code == 0
    assert f"tongxing {command}" in capsys.readouterr().out


def test_an_exit_code_is_the_commands_own(
    environment: pytest.MonkeyPatch, tmp_path: Path, db: None
) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("id = 3", encoding="utf-8")
    assert cli.main(["plan", "check", str(broken)]) == 1
    assert cli.main(["plan", "check", str(tmp_path / "none.toml")]) == 2
    assert cli.main(["ledger", "verify", "--head", "1:a"]) == 2


@pytest.mark.parametrize(
    ("database", "said"),
    [
        (
            "none/tongxing.db",
            "连不上数据库：unable to open database file。请核对 TONGXING_DATABASE",
        ),
        ("postgresql://u:p@127.0.0.1:1/x", "连不上数据库：connection failed"),
        ("new.db", "步升级。请先备份，再运行 tongxing serve（启动时会升级）"),
    ],
)
def test_a_database_that_cannot_be_worked_with_is_said_so(
    typed: Typed, tmp_path: Path, database: str, said: str
) -> None:
    at = database if "://" in database else tmp_path / database
    done = typed("--database", at, "judge", "--place", "44")
    assert (done.returncode, done.stderr) == (1, "")
    assert said in done.stdout
    assert len(done.stdout.splitlines()) == 1


def test_a_fault_with_a_sound_database_stays_one(environment: pytest.MonkeyPatch, db: None) -> None:
    def faulty(_: object) -> int:
        raise ProgrammingError("near SELEKT: syntax error")

    environment.setattr("tongxing.project.commands.judge._answer", faulty)
    environment.setattr("django.db.connection.close", lambda: None)
    with pytest.raises(ProgrammingError):
        cli.main(["judge"])


@pytest.mark.parametrize("when", ["tongxing.project.commands.lake.open_lake", "django.setup"])
def test_broken_off_by_hand_at_any_time_is_said_in_one_line(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, when: str
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    environment.setattr(when, interrupted)
    assert cli.main(["lake", "check", "--lake", str(tmp_path)]) == 1
    assert capsys.readouterr() == ("", "已中断\n")
