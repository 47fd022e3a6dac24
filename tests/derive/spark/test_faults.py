"""What is said where a cluster cannot be asked at all: before any Java is started."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.private_spark import free_port
from tongxing.derive.rollups.database import Database
from tongxing.derive.rollups.engines import Job
from tongxing.derive.rollups.engines import engine_named
from tongxing.derive.rollups.lake import LakeBooks
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.spark.tasks import ClusterTrouble

pytestmark = pytest.mark.full
HEAD = Head("440981", "高州市", 3, "", "")
DAY = date(2025, 3, 12)


def said(master: str) -> str:
    """What comes of asking this master."""
    job = Job(LakeBooks("/lake"), [HEAD], DAY, options={"master": master})
    with pytest.raises(ClusterTrouble) as trouble:
        list(engine_named("spark")(job))
    return trouble.value.say()


@pytest.mark.parametrize(
    ("master", "wrong"),
    [
        ("", "没有写明集群的地址"),
        ("10.0.0.5:7077", "写法不对"),
        ("spark://10.0.0.5", "写法不对"),
        ("spark://:7077", "写法不对"),
        ("spark://a:7077,b", "写法不对"),
        ("local[2]", "写法不对"),
    ],
)
def test_an_address_that_is_none_is_told_with_an_example(master: str, wrong: str) -> None:
    told = said(master)
    assert wrong in told
    assert "如 spark://10.0.0.5:7077" in told


def test_a_master_nobody_answers_for_is_told() -> None:
    assert "连不上集群的主节点" in said(f"spark://127.0.0.1:{free_port()}")


@pytest.fixture
def listening() -> Iterator[int]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        yield one.getsockname()[1]


def test_of_several_masters_one_need_answer(listening: int) -> None:
    from tongxing.derive.spark import cluster

    hosts = cluster._reached(f"spark://127.0.0.1:{free_port()},localhost:{listening}")
    assert hosts == ("127.0.0.1", "localhost")


def test_without_java_it_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert "请安装 Java 17" in said("spark://127.0.0.1:1")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "none"))
    assert "JAVA_HOME" in said("spark://127.0.0.1:1")


def test_a_database_is_not_sent_to_a_cluster() -> None:
    with pytest.raises(ClusterTrouble, match="只能评判数据湖"):
        list(engine_named("spark")(Job(Database(), [HEAD], DAY)))


def test_nothing_to_judge_asks_nobody() -> None:
    assert list(engine_named("spark")(Job(Database(), [], DAY))) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ModuleNotFoundError: No module named 'tongxing.derive'", "没有 tongxing"),
        ("AttributeError: Can't get attribute 'JudgeTasks' on", "与本机版本不同"),
        ("[PYTHON_VERSION_MISMATCH] Python in worker", "Python 与本机版本不同"),
        ("Job aborted due to stage failure", "详情见"),
    ],
)
def test_what_spark_says_is_put_in_words(text: str, told: str, tmp_path: Path) -> None:
    from tongxing.derive.spark import cluster

    log = tmp_path / "spark.log"
    assert told in cluster._told(RuntimeError(text), log).say()
    assert log.exists() == (told == "详情见")  # what is kept to be read is only what is named
    assert not log.exists() or text in log.read_text()


def test_errors_are_written_to_the_log_for_a_while_only(tmp_path: Path) -> None:
    from tongxing.derive.spark import cluster

    log = tmp_path / "spark.log"
    with cluster._said_to(os.open(log, os.O_CREAT | os.O_WRONLY)):
        os.write(2, b"of the cluster\n")
    assert log.read_text() == "of the cluster\n"
