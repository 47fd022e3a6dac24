"""How the service is set, broken one way at a time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.project.upkeep.checks.conftest import Said
from tongxing.project.upkeep.checks import service
from tongxing.project.upkeep.checks.finding import Level

GOOD_KEY = "0123456789abcdef" * 4


@pytest.fixture(autouse=True)
def own_machine(settings: Any, home: Path) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    settings.SECRET_KEY = GOOD_KEY
    settings.DEMO = settings.DEBUG = settings.SECURE = False


@pytest.fixture
def in_public(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["jiedui.example.gov.cn"]


@pytest.mark.parametrize("key", ["short", "a" * 64, "changeme" * 8])
def test_a_poor_key_is_wrong(said: Said, settings: Any, key: str) -> None:
    settings.SECRET_KEY = key
    assert said(service.secret_key)[0][0] is Level.BAD


def test_a_key_others_may_read_is_wrong(said: Said, home: Path) -> None:
    kept = home / "secret-key"
    kept.touch(mode=0o600)
    assert said(service.secret_key)[0][0] is Level.OK
    kept.chmod(0o640)
    ((level, _, remedy),) = said(service.secret_key)
    assert (level, remedy) == (Level.BAD, f"请运行 chmod 600 {kept}")


@pytest.mark.parametrize("name", ["DEMO", "DEBUG"])
def test_a_switch_left_on_is_told_on_ones_own_machine(said: Said, settings: Any, name: str) -> None:
    setattr(settings, name, True)
    assert {what[:14] for level, what, _ in said(service.switches) if level is Level.WARN} == {
        f"TONGXING_{name} 开着"[:14]
    }


@pytest.mark.parametrize("name", ["DEMO", "DEBUG"])
def test_a_switch_left_on_in_public_is_wrong(
    said: Said, settings: Any, in_public: None, name: str
) -> None:
    assert {level for level, *_ in said(service.switches)} == {Level.OK}
    setattr(settings, name, True)
    assert Level.BAD in {level for level, *_ in said(service.switches)}


@pytest.mark.parametrize(
    ("hosts", "level"),
    [
        (["localhost"], Level.WARN),
        (["jiedui.example.gov.cn", "localhost"], Level.OK),
        (["*"], Level.BAD),
        ([".gov.cn"], Level.BAD),
        ([""], Level.BAD),
    ],
)
def test_the_site_answers_to_its_own_names(
    said: Said, settings: Any, hosts: list[str], level: Level
) -> None:
    settings.ALLOWED_HOSTS = hosts
    assert said(service.hosts)[0][0] is level


def test_in_public_nothing_goes_unencrypted(said: Said, settings: Any, in_public: None) -> None:
    assert said(service.https)[0][0] is Level.BAD
    settings.SECURE = True
    assert said(service.https)[0][0] is Level.OK


def test_on_ones_own_machine_encryption_may_be_absent(said: Said) -> None:
    assert said(service.https)[0][0] is Level.OK


def test_pages_that_are_not_built_are_wrong(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service.finders, "find", lambda _: None)
    ((level, what, _),) = said(service.front_end)
    assert level is Level.BAD
    assert "还没有构建" in what


def test_page_files_are_collected_as_they_are_now(
    said: Said, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service.finders, "find", lambda _: "somewhere")
    monkeypatch.setattr(service, "sources", lambda: "now")
    assert "还没有收集" in said(service.front_end)[1][1]
    (home / "static").mkdir()
    (home / "static" / service.STAMP).write_text("before", encoding="ascii")
    assert "尚未收集" in said(service.front_end)[1][1]
    (home / "static" / service.STAMP).write_text("now", encoding="ascii")
    assert [level for level, *_ in said(service.front_end)] == [Level.OK, Level.OK]


def test_a_misspelt_variable_is_told_with_what_was_meant(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [one for one in os.environ if one.startswith("TONGXING_")]:
        monkeypatch.delenv(name)
    assert said(service.variables)[0][0] is Level.OK
    monkeypatch.setenv("TONGXING_HOST", "jiedui.example.gov.cn")
    ((level, what, remedy),) = said(service.variables)
    assert level is Level.WARN
    assert "TONGXING_HOST，" in what
    assert remedy == "是否想写 TONGXING_HOSTS"
    monkeypatch.delenv("TONGXING_HOST")
    monkeypatch.setenv("TONGXING_QQ", "1")
    assert "docs/settings.md" in said(service.variables)[0][2]
