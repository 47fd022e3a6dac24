"""The note on the articles claims only what this release does."""

from __future__ import annotations

from importlib import import_module

import pytest

from tests.rules.plan.texts import gaozhou
from tongxing.rules.plan import Note
from tongxing.rules.plan import compliance
from tongxing.rules.plan.compliance import ELSEWHERE

NOTES = {note.rule: note for note in compliance(gaozhou())}
# What Tongxing does not have yet: whoever builds one mends the note with it.
NOT_BUILT = ("督导计划", "公开事项", "可导入", "由系统发给", "按村公布，")


def told(by: str) -> list[Note]:
    return [note for note in NOTES.values() if note.by == by]


@pytest.mark.parametrize("note", [*told("product"), *told("loader")], ids=lambda note: note.rule)
def test_what_the_product_or_the_loader_keeps_exists(note: Note) -> None:
    module, _, name = note.where.partition(":")
    assert hasattr(import_module(module), name)


@pytest.mark.parametrize("note", [*told("plan"), *told("authority")], ids=lambda note: note.rule)
def test_the_rest_names_no_part_of_the_product(note: Note) -> None:
    assert note.where == ""


def test_what_is_left_to_the_authority_says_so() -> None:
    assert [note.rule for note in told("authority")] == ["C9", "C11"]
    assert all(note.kept.endswith(ELSEWHERE) for note in told("authority"))
    assert {rule for rule, note in NOTES.items() if ELSEWHERE in note.kept} == {"C9", "C11", "C13"}


@pytest.mark.parametrize("claim", NOT_BUILT)
def test_nothing_is_claimed_that_is_not_there(claim: str) -> None:
    assert not [note for note in NOTES.values() if claim in note.kept]
