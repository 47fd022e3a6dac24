"""A connection to a Spark cluster, and every way it can fail, told in words."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from socket import create_connection
from tempfile import mkstemp
from time import monotonic
from typing import Any

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from tongxing.derive.spark.tasks import SCHEMA
from tongxing.derive.spark.tasks import ClusterTrouble
from tongxing.derive.spark.tasks import JudgeTasks

if find_spec("pandas") is None:  # Spark maps over Arrow batches only where pandas is there too
    raise ImportError("pandas")

TASKS_A_CORE = 3  # of one wave
WAVES_AT_ONCE = 2  # the next one takes the cores the last tasks of one leave idle
REACH_SECONDS = 5.0
ALONE_SECONDS = 60.0  # without any worker, before the job is given up
SCHEME = "spark://"
_LOOK = 0.5
_LOOPBACK = "127.0.0.1"
_AGAIN = "已评判的都已保存，集群恢复后再次运行会从没有评判的接着做"
_MISSING = re.compile(r"No module named '(\w+)")
_FAULTS = (Py4JError, PySparkException, OSError)
Row = Mapping[str, Any]


@contextmanager
def connected(master: str) -> Iterator[Cluster]:
    """A session on the cluster, ended with the block. Raises ClusterTrouble."""
    _refuse_without_java()
    hosts = _reached(master)
    handle, name = mkstemp(prefix="tongxing-spark-", suffix=".log")
    log = Path(name)
    told = ""
    try:
        with _said_to(handle):  # the cluster's own words, of interest only when it fails
            session = _begun(master, hosts)
        try:
            yield Cluster(session)
        finally:
            with suppress(*_FAULTS):
                session.stop()
    except _FAULTS as problem:
        trouble = _told(problem, log)
        told = trouble.what
        raise trouble from problem
    finally:
        if name not in told:
            log.unlink()


class Cluster:
    """A cluster as this process talks to it."""

    def __init__(self, session: SparkSession) -> None:
        self._session = session
        self._seen = monotonic()  # when there last was a worker

    def rows(self, work: JudgeTasks) -> Iterator[Row]:
        """The rows of all tasks, wave by wave. Raises ClusterTrouble, and what Spark raises."""
        waves = self._waves(work)
        with ThreadPoolExecutor(WAVES_AT_ONCE) as threads:
            going = {threads.submit(self._wave, one) for one in islice(waves, WAVES_AT_ONCE)}
            try:
                while going:
                    ended, going = wait(going, _LOOK, FIRST_COMPLETED)
                    for one in ended:
                        going |= {threads.submit(self._wave, more) for more in islice(waves, 1)}
                        yield from one.result()
                    self._refuse_alone()
            finally:  # so that the threads end
                with suppress(*_FAULTS):
                    self._session.sparkContext.cancelAllJobs()

    def _waves(self, work: JudgeTasks) -> Iterator[JudgeTasks]:
        """Each as large as the cluster is by then."""
        at = 0
        while at < len(work.tasks):
            size = max(self._session.sparkContext.defaultParallelism, 1) * TASKS_A_CORE
            yield replace(work, tasks=work.tasks[at : at + size])
            at += size

    def _wave(self, work: JudgeTasks) -> list[Row]:
        count = len(work.tasks)
        frame = self._session.range(0, count, 1, count).mapInArrow(work, SCHEMA)
        found: list[Row] = frame.toArrow().to_pylist()
        return found

    def _refuse_alone(self) -> None:
        """Raises ClusterTrouble when no worker has been there for too long."""
        known = self._session.sparkContext._jsc.sc().getExecutorMemoryStatus()  # noqa: SLF001
        if known.size() > 1:  # this process is the first
            self._seen = monotonic()
        elif monotonic() - self._seen > ALONE_SECONDS:
            raise ClusterTrouble(
                f"集群已有{ALONE_SECONDS:.0f}秒没有可用的工作节点",
                f"请核对工作节点是否在运行、内存和核数是否够用。{_AGAIN}",
            )


def _refuse_without_java() -> None:
    home = os.environ.get("JAVA_HOME")  # Java's own variable, which pyspark reads too
    if not shutil.which("java", path=f"{home}/bin" if home else None):
        raise ClusterTrouble(
            "没有找到 Java，集群的客户端要用它",
            "请安装 Java 17（如 apt install openjdk-17-jre-headless），或设置 JAVA_HOME",
        )


def _reached(master: str) -> tuple[str, ...]:
    """The hosts of the masters, one of which answers. Raises ClusterTrouble."""
    named = [one.rpartition(":") for one in master.removeprefix(SCHEME).split(",")]
    if not master.startswith(SCHEME) or not all(host and port.isdigit() for host, _, port in named):
        raise ClusterTrouble(
            f"集群地址“{master}”写法不对" if master else "没有写明集群的地址",
            f"请用 --master 指明主节点，如 {SCHEME}10.0.0.5:7077",
        )
    for host, _, port in named:
        with suppress(OSError), create_connection((host, int(port)), REACH_SECONDS):
            return tuple(host for host, _, _ in named)
    raise ClusterTrouble(
        f"连不上集群的主节点 {master}", "请核对地址、端口和防火墙，并确认主节点在运行"
    )


def _begun(master: str, hosts: tuple[str, ...]) -> SparkSession:
    """A session; the workers run the Python they are told to by PYSPARK_PYTHON, else this one."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("tongxing")
    for quiet in ("spark.ui.enabled", "spark.ui.showConsoleProgress"):
        builder = builder.config(quiet, "false")
    if set(hosts) <= {_LOOPBACK, "localhost"}:  # then nobody else need reach this process
        os.environ.setdefault("SPARK_LOCAL_IP", _LOOPBACK)
        builder = builder.config("spark.driver.host", _LOOPBACK)
        builder = builder.config("spark.driver.bindAddress", _LOOPBACK)
    return builder.getOrCreate()


@contextmanager
def _said_to(handle: int) -> Iterator[None]:
    """What is started within writes its errors to this file, for as long as it runs."""
    before = os.dup(2)
    os.dup2(handle, 2)
    os.close(handle)
    try:
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)


def _told(problem: Exception, log: Path) -> ClusterTrouble:
    text = str(problem)
    missing = _MISSING.search(text)
    if missing:
        return ClusterTrouble(
            f"工作节点的 Python 里没有 {missing[1]}",
            "请在每个节点装好与本机同一版本的同兴，并用环境变量 PYSPARK_PYTHON 指明那里的 Python",
        )
    if "Can't get attribute" in text:  # what was sent is of another version than what is there
        return ClusterTrouble("工作节点上的同兴与本机版本不同", "请在每个节点装好同一版本的同兴")
    if "PYTHON_VERSION_MISMATCH" in text:
        return ClusterTrouble(
            "工作节点的 Python 与本机版本不同",
            "请在每个节点用同一版本的 Python，并用环境变量 PYSPARK_PYTHON 指明",
        )
    with log.open("a", encoding="utf-8") as more:
        more.write(text)
    return ClusterTrouble(f"集群中断了这次评判（详情见 {log}）", _AGAIN)
