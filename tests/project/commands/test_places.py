"""`tongxing places load`: a province comes in whole, and comes in once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.project.commands.typed import ran
from tongxing.actions.import_places import import_places
from tongxing.project.commands import places
from tongxing.records.audit.models import AuditRow
from tongxing.records.registry.models import Place


@pytest.fixture
def run(db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    monkeypatch.setattr(places, "call_command", lambda *_, **__: None)

    def typed(*words: str) -> int:
        return ran(places, "places", "load", *words)

    return typed


def test_a_province_is_loaded_once(run, capsys):
    assert run("--province", "46") == 0
    first = capsys.readouterr().out
    count = Place.objects.count()
    assert count > 3000
    assert f"装入{count}个地方，原有0个没有改动" in first
    assert "国家统计局2023年" in first
    assert run("--province", "46") == 0
    assert f"{count}个地方都已在名录中，没有改动" in capsys.readouterr().out
    assert Place.objects.count() == count
    assert AuditRow.objects.count() == 1


def test_places_hold_from_the_day_asked_for(run):
    run("--province", "46", "--since", "2021-06-01")
    assert {str(day) for day in Place.objects.values_list("since", flat=True)} == {"2021-06-01"}


def test_a_province_that_is_none_is_told(run, capsys):
    assert run("--province", "99") == 1
    assert "没有代码为“99”的省级区划" in capsys.readouterr().out


def test_an_interrupted_load_goes_on_where_it_stopped(run, monkeypatch, capsys):
    monkeypatch.setattr(places, "shipped_provinces", lambda: ("46", "64"))
    done = []

    def interrupted(**given):
        if done:
            raise KeyboardInterrupt
        done.append(given["province"])
        return import_places(**given)

    with monkeypatch.context() as broken:
        broken.setattr(places, "import_places", interrupted)
        assert run("--nation") == 1
    assert "再次运行会从没有装完的省接着装" in capsys.readouterr().out
    kept = Place.objects.count()
    assert kept > 3000
    assert run("--nation") == 0
    assert f"原有{kept}个没有改动" in capsys.readouterr().out
    assert AuditRow.objects.count() == 2


@pytest.mark.parametrize("words", [(), ("--province", "44", "--nation")])
def test_one_province_or_the_nation_must_be_named(run, words):
    with pytest.raises(SystemExit):
        run(*words)
