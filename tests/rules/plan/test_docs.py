"""The reference names every key, kind of state and rule there is, and its samples are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.rules.plan.texts import FILE
from tongxing.rules.plan import STATES
from tongxing.rules.plan import Kind
from tongxing.rules.plan import read_cases
from tongxing.rules.plan import read_kind
from tongxing.rules.plan import schema

TEXT = (Path(__file__).parents[3] / "docs" / "plan-language.md").read_text()
SAMPLES = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)


def keys(shape: dict) -> set[str]:
    found = set(shape.get("properties", {}))
    inner = [*shape.get("properties", {}).values(), *shape.get("anyOf", ())]
    inner += [
        shape[one] for one in ("items", "additionalProperties") if isinstance(shape.get(one), dict)
    ]
    return found.union(*(keys(one) for one in inner))


@pytest.mark.parametrize("part", ["kind", "plan", "examples"])
def test_every_key_is_in_the_reference(part):
    words = set(re.findall(r"[\w-]+", TEXT))
    assert keys(schema()["$defs"][part]) - words == set()


def test_every_state_is_in_the_reference():
    for state, title in STATES.items():
        assert state in TEXT
        assert title in TEXT or state == "not-owed"


def test_every_rule_the_loader_names_is_in_the_reference():
    sources = Path(__file__).parents[3] / "src" / "tongxing" / "rules" / "plan"
    named = {
        rule
        for file in sources.glob("*.py")
        for rule in re.findall(r'rule="(C\d+)"|\("(C\d+)", "不', file.read_text())
        for rule in rule
        if rule
    }
    table = TEXT.partition("## What is refused")[2]
    assert {rule for rule in named if not re.search(rf"\b{rule}\b", table)} == set()
    assert len(named) > 8


def test_its_samples_are_read():
    kind, cases = SAMPLES
    assert isinstance(read_kind(kind.encode(), file=FILE), Kind)
    assert len(read_cases(cases.encode(), file=FILE)[0]) == 1
