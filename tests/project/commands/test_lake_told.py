"""What `tongxing lake` prints and returns for every outcome, without a ledger or a lake."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from tongxing.derive.lake.check import Checked
from tongxing.derive.lake.storage import Access
from tongxing.derive.lake.sync import Synced
from tongxing.derive.lake.trouble import Contradicted
from tongxing.derive.lake.trouble import LakeTrouble
from tongxing.derive.lake.trouble import Missing
from tongxing.derive.lake.trouble import NoLake
from tongxing.derive.lake.trouble import OutOfReach
from tongxing.derive.lake.trouble import Torn
from tongxing.project.commands import lake
from tongxing.project.commands.words import ChineseParser

Ran = Callable[..., tuple[int, list[str]]]


def parsed(*words: str) -> Any:
    parser = ChineseParser()
    lake.register(parser.add_subparsers())
    return parser.parse_args(["lake", *words])


@pytest.fixture
def ran(settings, capsys: pytest.CaptureFixture[str]) -> Ran:
    """(exit code, lines printed)."""
    settings.LAKE = "/srv/lake"

    def run(*words: str) -> tuple[int, list[str]]:
        args = parsed(*words)
        code = args.run(args)
        return code, capsys.readouterr().out.splitlines()

    return run


def answering(monkeypatch: pytest.MonkeyPatch, answer: object) -> list[SimpleNamespace]:
    """Have a sync answer so, or raise; what it was asked."""
    asked: list[SimpleNamespace] = []

    def sync(
        address: str, access: Access, *, prefix: str, progress: object, busy: object
    ) -> object:
        asked.append(SimpleNamespace(address=address, access=access, prefix=prefix))
        if isinstance(answer, BaseException):
            raise answer
        return answer

    monkeypatch.setattr(lake, "sync", sync)
    return asked


BACK = Contradicted("440982 的台账与数据湖在第5号记录处不一致，湖未改动", "请先核对台账")
OUTCOMES: dict[str, tuple[Synced, int, list[str]]] = {
    "something new": (Synced(2, 31), 0, ["/srv/lake：已同步2本台账的31条记录"]),
    "new and not": (
        Synced(1, 4, 3), 0, ["/srv/lake：已同步1本台账的4条记录，另有3本没有新记录"],
    ),
    "nothing new": (Synced(already=7), 0, ["/srv/lake：7本台账都没有新记录，没有改动"]),
    "only a text was lost": (
        Synced(already=7, texts=1), 0,
        ["/srv/lake：补上了湖里缺失的1份方案全文", "/srv/lake：7本台账都没有新记录"],
    ),
    "nothing at all": (Synced(), 0, ["/srv/lake：台账里还没有记录，没有改动"]),
    "one refused": (Synced(refused=[BACK]), 1, [BACK.say()]),
    "one refused, one brought up": (
        Synced(1, 4, refused=[BACK]), 1, [BACK.say(), "/srv/lake：已同步1本台账的4条记录"],
    ),
    "all refused": (Synced(refused=[BACK, BACK], already=2), 1, [BACK.say(), BACK.say()]),
}  # fmt: skip


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_sync_that_ended(ran: Ran, monkeypatch: pytest.MonkeyPatch, outcome: str) -> None:
    done, code, said = OUTCOMES[outcome]
    answering(monkeypatch, done)
    assert ran("sync") == (code, said)


@pytest.mark.parametrize(
    "trouble",
    [
        OutOfReach("磁盘已满，写不下 /srv/lake/44", "请腾出空间后重新运行"),
        NoLake("/srv/lake 里有别的东西，不是数据湖", "请换一个空文件夹"),
        LakeTrouble("湖坏了"),
    ],
)
def test_a_sync_that_could_not(
    ran: Ran, monkeypatch: pytest.MonkeyPatch, trouble: LakeTrouble
) -> None:
    answering(monkeypatch, trouble)
    assert ran("sync") == (1, [trouble.say()])


def test_a_sync_broken_off_by_hand(ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, KeyboardInterrupt())
    code, (said,) = ran("sync")
    assert code == 1
    assert "写完的省都已保存" in said
    assert "再次运行" in said


def test_a_fault_of_the_program_is_not_told_as_trouble_of_the_lake(
    ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        ran("sync")


@pytest.mark.parametrize(
    ("place", "prefix"),
    [
        ((), ""),
        (("--place", "44"), "44"),
        (("--place", "440000000000"), "44"),
        (("--place", "4409"), "4409"),
        (("--place", "440900000000"), "4409"),
        (("--place", "440981"), "440981"),
        (("--place", "440981104209"), "440981104209"),
    ],
)
def test_the_place_asked_for(
    ran: Ran, monkeypatch: pytest.MonkeyPatch, place: tuple[str, ...], prefix: str
) -> None:
    asked = answering(monkeypatch, Synced(already=1))
    ran("sync", "--lake", "/mnt/湖", *place)
    ((one),) = asked
    assert (one.address, one.prefix) == ("/mnt/湖", prefix)


def test_a_lake_without_a_deed() -> None:
    with pytest.raises(SystemExit) as misuse:
        parsed()
    assert misuse.value.code == 2


SOUND = Checked("440981", 169)
BEHIND = Checked("440982", 12, behind=3)
BROKEN = Checked("440983", fault=Torn("湖里第7号记录登记信息与它的校验值不符", "请重新同步"))
LOST = Checked("", fault=Missing("数据湖里缺少 /srv/lake/44/000001/proof.parquet"))
CHECKS: dict[str, tuple[list[Checked], int, list[str]]] = {
    "one sound": ([SOUND], 0, ["440981：湖里169条记录与台账一致"]),
    "behind is no fault": (
        [SOUND, BEHIND], 0,
        ["440981：湖里169条记录与台账一致", "440982：湖里12条记录与台账一致，台账另有3条尚未同步"],
    ),
    "one broken": (
        [BROKEN, SOUND], 1,
        ["440983：湖里第7号记录登记信息与它的校验值不符。请重新同步。",
         "440981：湖里169条记录与台账一致"],
    ),
    "a file lost": (
        [LOST, SOUND], 1,
        ["数据湖里缺少 /srv/lake/44/000001/proof.parquet。", "440981：湖里169条记录与台账一致"],
    ),
    "nothing": ([], 1, ["/srv/lake：没有可核对的台账，请核对代码，或先运行 tongxing lake sync"]),
}  # fmt: skip


@pytest.mark.parametrize("what", CHECKS)
def test_a_check_that_ended(ran: Ran, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    answers, code, said = CHECKS[what]
    monkeypatch.setattr(lake, "open_lake", lambda *_: "the lake")
    monkeypatch.setattr(lake, "check", lambda *_: iter(answers))
    assert ran("check") == (code, said)


def test_what_was_found_before_a_check_broke_off_is_told(
    ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(*_: object):
        yield SOUND
        raise OutOfReach("连不上对象存储：s3://桶/湖", "请核对网络")

    monkeypatch.setattr(lake, "open_lake", lambda *_: "the lake")
    monkeypatch.setattr(lake, "check", check)
    assert ran("check") == (1, [SOUND.say(), "连不上对象存储：s3://桶/湖。请核对网络。"])


def test_one_book_is_asked_for(ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []

    def check(opened: object, prefix: str, _: object):
        asked.append((opened, prefix))
        return iter([SOUND])

    monkeypatch.setattr(lake, "open_lake", lambda address, _: address)
    monkeypatch.setattr(lake, "check", check)
    ran("check", "--book", "440981")
    ran("check", "--lake", "/mnt/湖")
    assert asked == [("/srv/lake", "440981"), ("/mnt/湖", "")]
