"""The JSON Schema an editor uses: it accepts what the loader reads and marks strange keys."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from tests.rules.plan import test_kinds
from tests.rules.plan import test_refusals
from tests.rules.plan.test_questions import misfits
from tests.rules.plan.texts import CASES
from tests.rules.plan.texts import KIND
from tests.rules.plan.texts import PLAN
from tests.rules.plan.texts import changed
from tests.rules.plan.texts import plan
from tongxing.rules.plan import errors
from tongxing.rules.plan import schema
from tongxing.rules.plan.model import Kind
from tongxing.rules.plan.model import KindField

DEFS = schema()["$defs"]
KINDS = sorted(file.name for file in files("tongxing.catalogue").joinpath("kinds").iterdir())
PLANS, OF_KINDS = test_refusals.ROWS, test_kinds.ROWS


def fit(text: bytes, part: str) -> list[str]:
    return misfits(tomllib.loads(text.decode()), DEFS[part])


@pytest.mark.parametrize("name", [name for name in KINDS if name.endswith(".toml")])
def test_shipped_kinds_fit(name: str) -> None:
    data = files("tongxing.catalogue").joinpath("kinds", name).read_bytes()
    assert fit(data, "kind") == []


@pytest.mark.parametrize("good", [pytest.param(row[5], id=row[0]) for row in PLANS])
def test_a_plan_the_loader_reads_fits(good: tuple[str, str]) -> None:
    assert fit(changed(PLAN, good), "plan") == []


@pytest.mark.parametrize("good", [pytest.param(row[5], id=row[0]) for row in OF_KINDS])
def test_a_kind_the_loader_reads_fits(good: tuple[str, str]) -> None:
    assert fit(changed(KIND, good), "kind") == []


STRANGE = [
    ("lock_days = 45", "lock_days = 45\nowners = 1", ".owners"),
    ("lock_days = 45", "lock_days = 45\nleaderboard = true", ".leaderboard"),
    ('clause  = "第一条"', 'clause = "第一条"\ngps = true', ".duty.labour-day.gps"),
    ('clause  = "第一条"', 'clause = "第一条"\nphotos_min = 3', ".duty.labour-day.photos_min"),
    ("[score]\n", "[score]\nlikes = 5\n", ".score.likes"),
    ('step      = "remind"', 'step = "remind"\nchannel = "sms"', ".ladder.channel"),
    ('target = "village"', 'target = "village"\nrank = 1', ".pairing.unit-village.rank"),
    ('times = 1 }\nclause  = "第一条"', 'times = 1, at_once = true }\nclause = "第一条"', ".duty.labour-day.cadence.at_once"),
    ("at_most = 0.2", "at_most = 0.2, minimum = 1", ".score.quota.minimum"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "where"), STRANGE, ids=[one[2] for one in STRANGE])
def test_a_strange_key_is_marked_and_refused(old: str, new: str, where: str) -> None:
    assert fit(changed(PLAN, (old, new)), "plan") == [where]
    edition, problems = plan((old, new))
    assert edition is None
    (problem,) = errors(problems)
    assert re.sub(r"\[\d+\]", "", problem.key) == where.removeprefix(".")


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('issued_by = "system"', 'issued_by = "robot"', ".ladder.issued_by=robot"),
        ('every = "year"', 'every = "month"', ".score.every=month"),
    ],
)
def test_a_word_that_is_none_of_the_choices_is_marked(old: str, new: str, where: str) -> None:
    assert fit(changed(PLAN, (old, new)), "plan") == [where]
    assert plan((old, new))[0] is None


@pytest.mark.parametrize(
    "key", ["id", "edition", "title", "authority", "owner", "purpose", "place"]
)
def test_what_a_plan_must_say_is_required(key: str) -> None:
    lines = [line for line in PLAN.splitlines() if not line.startswith(f"{key} ")]
    assert len(lines) < len(PLAN.splitlines())
    lost = fit("\n".join(lines).encode(), "plan")
    assert f": {key}" in lost


@pytest.mark.parametrize("key", ["id", "version", "title", "about"])
def test_what_a_kind_must_say_is_required(key: str) -> None:
    text = "\n".join(line for line in KIND.splitlines() if not line.startswith(f"{key} "))
    assert fit(text.encode(), "kind")[0] == f": {key}"


@pytest.mark.parametrize("key", ["name", "duty", "pairing", "as_of", "expect"])
def test_what_an_example_must_say_is_known_to_the_schema(key: str) -> None:
    assert key in DEFS["examples"]["properties"]["case"]["items"]["properties"]
    assert fit(CASES.replace(f"{key} ", f"{key}_ ", 1).encode(), "examples")


def test_the_schema_knows_every_key_of_a_kind() -> None:
    kind = DEFS["kind"]["properties"]
    assert set(kind) == {
        "schema",
        "field",
        *(f for f in Kind.__dataclass_fields__ if f != "fields"),
    }
    field = kind["field"]["additionalProperties"]["properties"]
    assert set(field) == set(KindField.__dataclass_fields__) - {"id"}


def test_flags_are_true_or_false() -> None:
    for name in ("system", "assesses"):
        assert DEFS["kind"]["properties"][name] == {"type": "boolean"}
