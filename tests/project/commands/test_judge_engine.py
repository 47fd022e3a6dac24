"""`tongxing judge --engine spark`: what is said where it cannot be, and the same table as at home."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from tests.private_spark import PrivateSpark
from tongxing.derive.synth.shares import Asked
from tongxing.derive.synth.store import write
from tongxing.project.commands.judge.regions import MisuseError
from tongxing.project.commands.judge.regions import engine_of


def test_without_its_programs_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("tongxing.derive.spark.cluster", "tongxing.derive.spark.engine"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    monkeypatch.setitem(sys.modules, "py4j.protocol", None)
    with pytest.raises(MisuseError, match=r"pip install 'tongxing\[spark\]'"):
        engine_of("spark")


@pytest.fixture
def spark() -> Iterator[PrivateSpark]:
    cluster = PrivateSpark()
    try:
        cluster.start(workers=2)
        yield cluster
    finally:
        cluster.stop()


@pytest.mark.full
def test_a_province_on_a_cluster_is_the_province_at_home(
    spark: PrivateSpark, tmp_path: Path
) -> None:
    lake = str(tmp_path / "lake")
    write(Asked(300, seed=2, place="46"), lake)

    def judged(home: str, *words: str) -> dict[str, object]:
        done = subprocess.run(
            [sys.executable, "-m", "tongxing.project.cli", "judge", "--lake", lake, "--place", "46",
             "--as-of", "2025-12-31", "--level", "镇", "--json", *words],
            env={**os.environ, **spark.environment(), "TONGXING_HOME": str(tmp_path / home)},
            capture_output=True, check=False, timeout=600,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        answer: dict[str, object] = orjson.loads(done.stdout)
        return answer

    there = judged("there", "--engine", "spark", "--master", spark.address)
    assert there == judged("here", "--workers", "1")
    assert there["judged"] == there["books"]
    assert judged("there", "--engine", "spark", "--master", spark.address)["judged"] == 0
