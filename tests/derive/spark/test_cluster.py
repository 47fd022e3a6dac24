"""The engine on a real standalone cluster: the same answers, workers killed, a cluster gone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.derive.spark.ask import DAY
from tests.private_spark import PrivateSpark
from tests.private_spark import free_port
from tongxing.derive.rollups.codec import packed
from tongxing.derive.rollups.lake import LakeBooks
from tongxing.derive.rollups.reading import judged_by
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.store import Store
from tongxing.derive.rollups.store import question_of
from tongxing.derive.synth.shares import Asked
from tongxing.derive.synth.store import write

pytestmark = pytest.mark.full
ROOT = Path(__file__).parents[3]
PROVINCES = ("46", "63", "64")
PATIENCE = 30  # seconds without a worker: a busy machine is slow to start one
Asking = subprocess.Popen[str]
Ask = Callable[..., Asking]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> LakeBooks:
    """A year of three provinces: some 80 books, 100,000 records."""
    folder = str(tmp_path_factory.mktemp("lake"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tongxing.derive.synth.shares.shipped_provinces", lambda: PROVINCES)
        write(Asked(1_200, seed=8, rhythm="general"), folder)
    return LakeBooks(folder)


@pytest.fixture(scope="module")
def home(lake: LakeBooks) -> dict[str, bytes]:
    """What this machine alone comes to, by book."""
    return {one.code: told(judged_by(lake, one, DAY)) for one in lake.heads("", DAY)}


@pytest.fixture
def spark() -> Iterator[PrivateSpark]:
    cluster = PrivateSpark()
    try:
        cluster.start(workers=2)
        yield cluster
    finally:
        cluster.stop()


def told(outcome: object) -> bytes:
    assert isinstance(outcome, BookRollUp), outcome
    one = packed(outcome)
    return repr(one.sums).encode() + one.places


def kept(folder: Path, lake: LakeBooks) -> dict[str, bytes]:
    """What stands in the cache after the cluster was asked."""
    found = Store(folder, question_of(DAY)).rollups(lake.heads("", DAY))
    return {one.sums.head.code: told(one) for one in found}


@pytest.fixture
def asking() -> Iterator[Ask]:
    """Asks in a process of its own, which does not outlive the test."""
    started: list[Asking] = []

    def ask(spark: PrivateSpark, lake: LakeBooks, folder: Path, *more: str, **env: str) -> Asking:
        environment = {
            **spark.environment(),
            "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
            "PYTHONUTF8": "1",
            **env,
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.derive.spark.ask",
             lake.address, str(folder), spark.address, *more],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        return process

    yield ask
    for process in started:
        process.kill()
        with process:  # its pipes are closed, and it is waited for
            pass


def begun(process: Asking) -> None:
    """Waits until some books are judged, but not all."""
    assert process.stdout is not None
    for line in process.stdout:
        done, total = map(int, line.split())
        if done:
            assert done < total
            return
    raise AssertionError(process.communicate())


def ended(process: Asking) -> tuple[int, str, str]:
    out, error = process.communicate(timeout=600)
    return process.returncode, out, error


def test_a_cluster_comes_to_what_one_machine_comes_to(
    spark: PrivateSpark, lake: LakeBooks, home: dict[str, bytes], asking: Ask, tmp_path: Path
) -> None:
    code, out, error = ended(asking(spark, lake, tmp_path / "kept"))
    assert code == 0, out + error
    assert kept(tmp_path / "kept", lake) == home
    assert error == ""  # the cluster's own words are for its log


def test_a_worker_killed_in_mid_job_changes_nothing(
    spark: PrivateSpark, lake: LakeBooks, home: dict[str, bytes], asking: Ask, tmp_path: Path
) -> None:
    process = asking(spark, lake, tmp_path / "kept")
    begun(process)
    spark.kill_worker()
    code, out, error = ended(process)
    assert code == 0, out + error
    assert kept(tmp_path / "kept", lake) == home


def test_what_a_vanished_cluster_had_judged_is_not_judged_again(
    spark: PrivateSpark, lake: LakeBooks, home: dict[str, bytes], asking: Ask, tmp_path: Path
) -> None:
    process = asking(spark, lake, tmp_path / "kept", str(PATIENCE))
    begun(process)
    spark.kill()
    code, out, _ = ended(process)
    assert code == 1
    assert "没有可用的工作节点" in out
    before = kept(tmp_path / "kept", lake)
    assert 0 < len(before) < len(home)
    another = PrivateSpark()
    try:
        another.start(workers=1)
        code, out, error = ended(asking(another, lake, tmp_path / "kept"))
    finally:
        another.stop()
    assert code == 0, out + error
    assert out.startswith(f"{len(before)} {len(home)}\n")
    assert kept(tmp_path / "kept", lake) == home


def test_workers_without_this_package_are_told(
    spark: PrivateSpark, lake: LakeBooks, asking: Ask, tmp_path: Path
) -> None:
    wrapper = tmp_path / "python"
    wrapper.write_text(f'#!/bin/sh\nexec {sys.executable} -S "$@"\n')
    wrapper.chmod(0o755)
    code, out, _ = ended(asking(spark, lake, tmp_path / "kept", PYSPARK_PYTHON=str(wrapper)))
    assert code == 1
    assert "工作节点的 Python 里没有" in out


def test_a_master_nobody_answers_for_is_told_at_once(
    lake: LakeBooks, asking: Ask, tmp_path: Path
) -> None:
    nobody = PrivateSpark()
    nobody.port = free_port()
    try:
        code, out, _ = ended(asking(nobody, lake, tmp_path / "kept"))
    finally:
        nobody.stop()
    assert code == 1
    assert f"连不上集群的主节点 {nobody.address}" in out
