"""The lake of the settings, as the operator may have mistyped or damaged it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.project.upkeep.checks.conftest import Said
from tongxing.derive.synth.shares import Asked
from tongxing.derive.synth.store import write
from tongxing.project.upkeep.checks import lake
from tongxing.project.upkeep.checks.finding import Level


@pytest.fixture
def written(home: Path, settings: Any) -> Path:
    settings.LAKE = str(home / "lake")
    write(Asked(40, seed=1, place="4408"), settings.LAKE)
    return Path(settings.LAKE)


def test_whoever_needs_no_lake_is_left_in_peace(said: Said, home: Path, settings: Any) -> None:
    settings.LAKE = str(home / "lake")
    ((level, what, _),) = said(lake.reachable)
    assert (level, what) == (Level.OK, "没有建数据湖，也没有指明用别处的")


def test_a_lake_says_how_much_it_holds(said: Said, written: Path) -> None:
    ((level, what, _),) = said(lake.reachable)
    assert (level, what) == (Level.OK, f"数据湖在 {written}，有9本台账")


@pytest.mark.parametrize("address", ["{home}/lakes", "s3:/lake", "S3://lake", "gs://lake"])
def test_an_address_mistyped_is_told(said: Said, home: Path, settings: Any, address: str) -> None:
    settings.LAKE = address.format(home=home)
    ((level, what, _),) = said(lake.reachable)
    assert level is Level.WARN
    assert settings.LAKE in what


@pytest.mark.parametrize("name", ["lake.json", "44/manifest.json"])
def test_a_damaged_lake_is_wrong(said: Said, written: Path, name: str) -> None:
    part = written / name
    part.write_bytes(part.read_bytes()[:-20])
    ((level, what, _),) = said(lake.reachable)
    assert level is Level.BAD
    assert name in what


def test_a_list_that_is_gone_is_told(said: Said, written: Path) -> None:
    (written / "44/manifest.json").unlink()
    whole, (level, what, _) = said(lake.reachable)
    assert whole[:2] == (Level.OK, f"数据湖在 {written}，有0本台账")
    assert (level, "44" in what) == (Level.WARN, True)


def test_half_a_key_is_told_before_any_bucket_is_asked(said: Said, settings: Any) -> None:
    settings.LAKE, settings.LAKE_KEY, settings.LAKE_SECRET = "s3://lake", "key", ""
    ((level, _, remedy),) = said(lake.reachable)
    assert level is Level.WARN
    assert "TONGXING_LAKE_SECRET" in remedy
