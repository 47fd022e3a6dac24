"""Every source file keeps the house rules, and every rule catches what it is there for."""

from __future__ import annotations

import pytest

from tests.architecture import house

DOC = '"""What it is for."""\n'

GOOD = {
    "a short module": ("src/tongxing/rules/x.py", DOC + "def one() -> int:\n    return 1\n"),
    "the clock in a page": ("src/tongxing/pages/x.py", DOC + "day = date.today()\n"),
    "a write in operations": (
        "src/tongxing/records/ledger/operations.py",
        DOC + "Record.objects.bulk_create(rows)\n",
    ),
    "a set's update": ("src/tongxing/rules/x.py", DOC + "seen.update(more)\n"),
    "a long migration": ("src/tongxing/records/x/migrations/0001.py", "x = 1\n" * 80),
}
BAD = {
    "a module without a word": ("src/tongxing/rules/x.py", "x = 1\n"),
    "a file too long": ("src/tongxing/rules/x.py", DOC + "x = 1\n" * 501),
    "a function too long": (
        "src/tongxing/rules/x.py",
        DOC + "def f() -> None:\n" + "    x = 1\n" * 71,
    ),
    "a class too long": ("src/tongxing/rules/x.py", DOC + "class C:\n" + "    x = 1\n" * 251),
    "a gravity well": ("src/tongxing/rules/utils/x.py", DOC),
    "a clock in the rules": ("src/tongxing/rules/x.py", DOC + "day = date.today()\n"),
    "a clock in an action": ("src/tongxing/actions/x.py", DOC + "at = datetime.datetime.now()\n"),
    "a write in a page": ("src/tongxing/pages/x.py", DOC + "record.save()\n"),
    "a manager's update": (
        "src/tongxing/actions/x.py",
        DOC + "Book.objects.filter(code=c).update(head=1)\n",
    ),
    "a signal": (
        "src/tongxing/actions/x.py",
        DOC + "from django.db.models.signals import post_save\n",
    ),
    "a skipped test": ("tests/x.py", DOC + "@pytest.mark.skip\ndef test_x(): ...\n"),
}


def test_every_file_keeps_the_house_rules():
    found = [
        line
        for path in house.sources()
        for line in house.breaches(
            path.relative_to(house.ROOT).as_posix(), path.read_text(encoding="utf-8")
        )
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("name", GOOD)
def test_good_samples_pass(name):
    assert house.breaches(*GOOD[name]) == []


@pytest.mark.parametrize("name", BAD)
def test_bad_samples_are_caught(name):
    assert house.breaches(*BAD[name])


def test_a_note_for_later_is_caught(tmp_path, monkeypatch):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "x.py").write_text(DOC + "# TODO later\n", encoding="utf-8")
    monkeypatch.setattr(house, "ROOT", tmp_path)
    assert any("not in the code" in line for line in house.breaches("src/x.py", DOC))
