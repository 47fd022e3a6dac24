"""What is kept: under equal keys only, the last asked for, and never a fault."""

from __future__ import annotations

import pytest

from tongxing.derive.kept import Kept


def test_worked_out_once_for_a_key() -> None:
    kept, asked = Kept(3), []
    for key in ("a", "a", "b", "a"):
        kept.get(key, lambda key=key: asked.append(key))
    assert asked == ["a", "b"]


def test_nothing_and_none_are_answers_too() -> None:
    kept = Kept(3)
    assert kept.get("a", lambda: None) is None
    assert kept.get("a", lambda: 1) is None


def test_the_one_not_asked_for_longest_goes_first() -> None:
    kept = Kept(2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda key=key: key)
    assert len(kept) == 2
    assert kept.get("a", lambda: "anew") == "a"
    assert kept.get("b", lambda: "anew") == "anew"


def test_what_fails_is_tried_again() -> None:
    kept = Kept(2)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", lambda: 1) == 1


def test_cleared_is_worked_out_anew() -> None:
    kept = Kept(2)
    kept.get("a", lambda: 1)
    kept.clear()
    assert kept.get("a", lambda: 2) == 2
