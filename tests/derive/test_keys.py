"""Under what a judgement is kept: whatever may change the answer changes the key."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

import tongxing
from tongxing.derive import keys
from tongxing.derive.facts import EditionFact
from tongxing.derive.facts import Facts
from tongxing.derive.keys import EditionKey
from tongxing.derive.keys import days_ahead
from tongxing.derive.keys import edition_key
from tongxing.derive.keys import editions_key
from tongxing.derive.keys import full_key
from tongxing.derive.keys import program

LABOUR: EditionKey = ("labour", "2024", "a" * 64, date(2024, 1, 1), None)
VISIT: EditionKey = ("visit", "2024", "b" * 64, date(2024, 1, 1), date(2028, 1, 1))
LATER: EditionKey = ("visit", "2025", "c" * 64, date(2025, 1, 1), date(2028, 1, 1))
ASKED: dict[str, Any] = {
    "code": "440981",
    "name": "高州市",
    "seq": 7,
    "head": "f" * 64,
    "editions": (LABOUR, VISIT),
    "as_of": date(2025, 3, 12),
}
OTHERWISE = {
    "another book": {"code": "440982"},
    "another name": {"name": "高州县"},
    "one more record": {"seq": 8},
    "another chain": {"head": "e" * 64},
    "another day": {"as_of": date(2025, 3, 13)},
    "no edition": {"editions": ()},
    "one edition fewer": {"editions": (LABOUR,)},
    "one edition more": {"editions": (LABOUR, VISIT, LATER)},
    "another text": {"editions": (LABOUR, (*VISIT[:2], "d" * 64, *VISIT[3:]))},
    "in force from another day": {"editions": (LABOUR, (*VISIT[:3], date(2024, 2, 1), VISIT[4]))},
    "ended": {"editions": ((*LABOUR[:4], date(2025, 1, 1)), VISIT)},
}


@pytest.mark.parametrize("other", OTHERWISE.values(), ids=OTHERWISE.keys())
def test_what_changes_the_answer_changes_the_key(other: dict[str, Any]) -> None:
    assert full_key(**ASKED | other) != full_key(**ASKED)


def test_the_same_question_has_the_same_key_in_whatever_order() -> None:
    every = {
        full_key(**ASKED | {"editions": some}) for some in permutations((LABOUR, VISIT, LATER))
    }
    assert len(every) == 1
    assert len(every.pop()) == 64
    assert full_key(**ASKED | {"editions": iter((LABOUR, VISIT))}) == full_key(**ASKED)


def test_parts_do_not_run_into_each_other() -> None:
    one = full_key(**ASKED | {"code": "44098", "name": "1高州市"})
    assert one != full_key(**ASKED)


@pytest.mark.parametrize("changed", ["kind_versions", "program"])
def test_another_program_or_other_kinds_are_another_key(
    changed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = full_key(**ASKED)
    monkeypatch.setattr(keys, changed, lambda: "another")
    assert full_key(**ASKED) != before


def test_an_edition_is_known_by_what_changes_a_judgement_and_not_by_its_record() -> None:
    fact = EditionFact("key", 3, None, *LABOUR[:3], "the text", *LABOUR[3:])
    again = EditionFact("another record", 9, 12, *LABOUR[:3], "", *LABOUR[3:])
    assert edition_key(fact) == edition_key(again) == LABOUR
    assert editions_key(Facts((), (), (fact, again), ())) == [LABOUR, LABOUR]


def test_the_program_says_its_version_and_what_decides() -> None:
    version, _, digest = program().rpartition("-")
    assert version == tongxing.__version__
    assert len(digest) == 16
    assert program() is program()  # read once


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of a few files, of which the first three decide an answer."""
    for name in (
        "rules/standing/judge.py", "derive/keys.py", "catalogue/kinds/visit.toml",
        "pages/desk/urls.py", "derive/boards/home.py",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    monkeypatch.setattr(tongxing, "__file__", str(tmp_path / "__init__.py"))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "decides"),
    [
        ("rules/standing/judge.py", True),
        ("derive/keys.py", True),
        ("catalogue/kinds/visit.toml", True),
        ("rules/added.py", True),
        ("derive/lake/added.py", True),
        ("derive/rollups/added.py", True),
        ("derive/synth/added.py", True),
        ("pages/desk/urls.py", False),
        ("derive/boards/home.py", False),
        ("rules/notes.md", False),
    ],
)
def test_a_change_in_a_file_that_decides_is_another_program(
    installed: Path, name: str, decides: bool
) -> None:
    before = program.__wrapped__()
    path = installed / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("changed")
    assert (program.__wrapped__() != before) is decides


def test_a_file_renamed_is_another_program(installed: Path) -> None:
    before = program.__wrapped__()
    (installed / "derive/keys.py").rename(installed / "derive/locks.py")
    assert program.__wrapped__() != before


@pytest.mark.parametrize(
    ("as_of", "days"),
    [
        (date(2025, 1, 1), 364),
        (date(2024, 1, 1), 365),
        (date(2025, 6, 30), 184),
        (date(2025, 11, 30), 31),
        (date(2025, 12, 1), 31),
        (date(2025, 12, 31), 31),
    ],
)
def test_one_looks_ahead_to_the_years_end_or_a_month(as_of: date, days: int) -> None:
    assert days_ahead(as_of) == days
