"""`tongxing synth`: what it answers, what it refuses, how it goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.project.commands.typed import ran
from tongxing.derive.lake.lake import open_lake
from tongxing.project.commands import synth

Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def typed(*words: str) -> int:
        lake = [] if "--lake" in words else ["--lake", str(tmp_path / "lake")]
        return ran(synth, "synth", "--processes", "1", *lake, *words)

    return typed


def test_a_county_is_made_once(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--pairings", "12", "--place", "440981000000") == 0
    said = capsys.readouterr().out
    assert "1本台账、12对结对、" in said
    assert "用时" in said
    (book,) = open_lake(str(tmp_path / "lake")).books()
    assert (book.code, book.name) == ("440981", "高州市")
    assert run("--pairings", "12", "--place", "440981") == 0
    assert "原已写完，没有改动" in capsys.readouterr().out


def test_another_request_at_the_same_address_is_refused(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--pairings", "12", "--place", "440981") == 0
    assert run("--pairings", "12", "--place", "440981", "--general") == 1
    assert "请换一个地址" in capsys.readouterr().out


def test_a_place_that_is_none_is_told(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--pairings", "12", "--place", "99") == 2
    assert "没有代码为“99”" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--pairings", "0", "--nation"), "请写1至20000000之间的整数"),
        (("--pairings", "5", "--place", "44098"), "两位、四位或六位数字"),
        (("--pairings", "5", "--place", "广东"), "两位、四位或六位数字"),
        (("--pairings", "5", "--nation", "--each", "20"), "请写80至1000之间的整数"),
    ],
)
def test_misuse_is_told(
    run: Run, words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run(*words)
    assert said in capsys.readouterr().err


def test_an_interrupted_run_says_how_to_go_on(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(synth, "write", interrupted)
    assert run("--pairings", "5", "--nation") == 1
    assert "会从没有写完的省接着写" in capsys.readouterr().out
