"""`tongxing lake sync` and `check`, as an operator meets them."""

from __future__ import annotations

import errno
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.derive.conftest import County
from tests.project.commands.typed import ran
from tests.records import cast as c
from tongxing.actions.open_book import open_book
from tongxing.derive.lake import sync as syncing
from tongxing.derive.lake.storage import Sink
from tongxing.derive.lake.sync import ORIGIN
from tongxing.derive.lake.writer import LakeWriter
from tongxing.project.commands import judge
from tongxing.project.commands import lake
from tongxing.project.commands.words import ChineseParser
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.models import Book


def run(*words: str) -> int:
    parser = ChineseParser()
    lake.register(parser.add_subparsers())
    args = parser.parse_args(["lake", *words])
    code: int = args.run(args)
    return code


@pytest.fixture
def home(settings, tmp_path: Path) -> Path:
    settings.LAKE = str(tmp_path / "lake")
    return tmp_path / "lake"


def test_synced_then_nothing_new_then_checked(
    county: County, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("sync") == 0
    assert run("sync") == 0
    assert run("check") == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{home}：已同步1本台账的5条记录",
        f"{home}：1本台账都没有新记录，没有改动",
        "440981：湖里5条记录与台账一致",
    ]


def test_only_a_place(county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = str(tmp_path / "other")
    assert run("sync", "--lake", address, "--place", "450000000000") == 1
    assert "没有代码为“45”的地方的台账，请核对代码，没有改动" in capsys.readouterr().out
    open_book(acting=everything(), at=county.at, code="450100", name="南宁市")
    assert run("sync", "--lake", address, "--place", "450000000000") == 0
    assert "台账里还没有记录，没有改动" in capsys.readouterr().out
    assert run("check", "--lake", address, "--book", "450100") == 1
    assert "没有可核对的台账" in capsys.readouterr().out
    assert run("sync", "--lake", address, "--place", "440900000000") == 0
    assert "已同步1本台账" in capsys.readouterr().out


def test_a_fault_is_named_with_exit_code_1(
    county: County, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("sync")
    (home / "44/000001/records.parquet").unlink()
    assert run("check") == 1
    out = capsys.readouterr().out
    assert f"数据湖里缺少 {home}/44/000001/records.parquet。" in out
    assert "440981：所在的文件缺失或有损，没有逐条核对。" in out


def test_a_full_disk(
    county: County, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Sink, "write", full)
        assert run("sync") == 1
    assert "磁盘已满，写不下" in capsys.readouterr().out
    assert run("sync") == 0
    assert run("check") == 0


def test_it_waits_for_another_that_writes_to_the_province_and_says_so(
    county: County, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    paused: list[float] = []
    with ExitStack() as other:

        def pause(seconds: float) -> None:
            paused.append(seconds)
            if len(paused) == 3:
                other.close()

        other.enter_context(LakeWriter(str(home), origin=ORIGIN).province("44"))
        monkeypatch.setattr(lake, "sleep", pause)
        assert run("sync") == 0
    assert capsys.readouterr().out.splitlines() == [
        f"另一个进程正在写 {home}/44，等它结束后接着同步",
        f"{home}：已同步1本台账的5条记录",
    ]
    assert all(1 <= one <= 10 for one in paused)


def test_it_does_not_wait_for_ever(
    county: County, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = iter(range(10))
    monkeypatch.setattr(lake, "sleep", lambda _: None)
    monkeypatch.setattr(lake, "monotonic", lambda: 3600.0 * next(hours))
    with LakeWriter(str(home), origin=ORIGIN).province("44"):
        assert run("sync") == 1
    assert capsys.readouterr().out.splitlines()[-1] == (
        f"另一个进程正在写 {home}/44。请等它结束后重新运行。"
    )


def test_interrupted_by_hand(
    county: County, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(code):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(syncing, "load_facts", interrupted)
        assert run("sync") == 1
    assert "已中断。写完的省都已保存" in capsys.readouterr().out
    assert run("sync") == 0


def test_one_contradicted_book_does_not_stop_the_others(
    county: County, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("sync")
    Book.objects.filter(code=c.BOOK).update(head_seq=3)
    capsys.readouterr()
    assert run("sync") == 1
    assert capsys.readouterr().out.startswith(
        "440981 的台账与数据湖在第5号记录处不一致，湖未改动。"
    )


def test_a_book_whose_plan_the_lake_lost_is_judged_again_after_a_sync(
    county: County, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("judge", "--place", c.BOOK, "--lake", str(home), "--as-of", "2025-03-12")
    run("sync")
    (text,) = (home / "editions").iterdir()
    text.unlink()
    capsys.readouterr()
    assert ran(judge, *asked) == 1
    assert "不在数据湖的 editions 里" in capsys.readouterr().out
    assert run("sync") == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{home}：补上了湖里缺失的1份方案全文",
        f"{home}：1本台账都没有新记录",
    ]
    assert ran(judge, *asked) == 0
    assert "高州市" in capsys.readouterr().out


def test_where_there_is_no_lake(
    county: County, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check") == 1
    assert capsys.readouterr().out == (
        f"{home} 还没有数据湖。请先运行 tongxing lake sync，或核对地址。\n"
    )
    home.mkdir()
    (home / "photos").mkdir()
    assert run("sync") == 1
    assert "里有别的东西，不是数据湖" in capsys.readouterr().out
