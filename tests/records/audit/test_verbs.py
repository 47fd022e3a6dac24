"""Every verb any action writes has a Chinese name and a phrase."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import tongxing
from tests.architecture.house import ROOT
from tongxing.records.audit.verbs import GROUPS
from tongxing.records.audit.verbs import VERBS

WRITERS = {"note", "note_many", "note_seen", "enter", "enter_all", "_note", "_noted"}
VERB = re.compile(r"[a-z]+(-[a-z]+)*")
NOT_VERBS = {"manage", "audit", "see-accounts"}  # verbs of access, never written


def verbs_in(source: str) -> Iterator[str]:
    """The verbs a module hands to what writes audit rows, or keeps under a name of a verb."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _given(node)
        elif isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id.lower() == "verb" for target in node.targets
        ):
            yield from _texts(node.value)


def _given(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in WRITERS:
        return
    for keyword in call.keywords:
        if keyword.arg in {"verb", "sight"}:
            yield from _texts(keyword.value)
    if name in {"_note", "_noted"}:
        for argument in call.args:
            if isinstance(argument, ast.Constant):
                yield from _texts(argument)


def _texts(value: ast.AST) -> Iterator[str]:
    if isinstance(value, ast.IfExp):
        yield from (*_texts(value.body), *_texts(value.orelse))
    elif isinstance(value, ast.Constant) and VERB.fullmatch(str(value.value)):
        yield str(value.value)


def written() -> dict[str, str]:
    """Every verb written anywhere, with the file it is written in."""
    rooms = ("actions", "pages/desk")
    root = Path(tongxing.__file__).parent
    return {
        verb: str(path.relative_to(ROOT))
        for room in rooms
        for path in sorted((root / room).rglob("*.py"))
        for verb in verbs_in(path.read_text(encoding="utf-8"))
    }


def test_every_verb_written_has_a_name():
    nameless = {verb: path for verb, path in written().items() if verb not in VERBS}
    assert {v: p for v, p in nameless.items() if v not in NOT_VERBS} == {}


def test_the_collection_finds_what_is_known_to_be_written():
    assert {"append", "grant", "reveal", "sign-in", "merge-place", "see-audit"} <= set(written())


@pytest.mark.parametrize(
    ("source", "verbs"),
    [
        ('audit.note(at=at, who=w, verb="frob-it", subject=s)', ["frob-it"]),
        ('enter(acting=a, at=at, verb="x" if b else "y", row=r)', ["x", "y"]),
        ('_note(acting, at, row, "mend", detail)', ["mend"]),
        ('verb = "a-b" if into else "c"', ["a-b", "c"]),
        ('Section("desk:x", "题", verb="manage")', []),
    ],
)
def test_verbs_are_found_however_they_are_handed_over(source: str, verbs: list[str]):
    assert list(verbs_in(source)) == verbs


def test_titles_tell_verbs_apart_and_phrases_are_chinese():
    titles = [verb.title for verb in VERBS.values()]
    assert len(titles) == len(set(titles))
    assert sum(len(group) for group in GROUPS.values()) == len(VERBS)
    for verb in VERBS.values():
        assert not re.search(r"[A-Za-z]", verb.title + verb.phrase)
        assert verb.phrase.count("{}") <= 1
