"""A draft edition between its upload and the day it is put in force: read, checked, shown.

The texts are kept with the account's other uploads for a day; nothing of them is a fact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tongxing.derive.boards.view import View
from tongxing.derive.editions import edition_of
from tongxing.derive.plans.burden import Asks
from tongxing.derive.plans.burden import asks_of
from tongxing.derive.plans.burden import overlaps_said
from tongxing.derive.plans.editions import head_said
from tongxing.pages.desk import uploads
from tongxing.records.accounts.models import Account
from tongxing.rules.plan import Chapter
from tongxing.rules.plan import Edition
from tongxing.rules.plan import Note
from tongxing.rules.plan import Problem
from tongxing.rules.plan import compliance
from tongxing.rules.plan import document
from tongxing.rules.plan import errors
from tongxing.rules.plan import next_dues
from tongxing.rules.plan import read_cases
from tongxing.rules.plan import read_edition
from tongxing.rules.plan import redline
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.standing import run_cases

LARGEST = 262_144  # bytes, what the plan language takes
LINES_SHOWN = 400  # of a longer file only what stands around its faults
AROUND = 3
PLAN_FILE, EXAMPLES_FILE = "方案", "例子"


@dataclass(frozen=True, slots=True)
class Draft:
    """The two texts somebody sent, under the names they are kept by."""

    name: str
    examples_name: str
    text: bytes
    examples: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file with what is wrong in it."""

    number: int
    text: str
    problems: tuple[Problem, ...]
    gap: bool  # lines before it are left out


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file as shown: its lines, and what is wrong that has no line."""

    title: str
    lines: tuple[Line, ...]
    elsewhere: tuple[Problem, ...]
    text: str
    errors: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What there is to say of a draft. `edition` is None when its file has an error."""

    edition: Edition | None
    sheets: tuple[Sheet, Sheet]
    cases: int
    sound: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """What a sound edition answers before anybody signs it."""

    head: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    present: Edition | None
    redline: tuple[str, ...]
    asks: Asks
    present_asks: Asks | None
    overlaps: tuple[str, ...]
    notes: tuple[Note, ...]
    dues: tuple[tuple[str, tuple[date, ...]], ...]


def keep(account: Account, text: bytes, examples: bytes, *, now: float) -> Draft:
    """Keep both texts for the account; the examples may be empty."""
    name = uploads.keep(account, text, now=now)
    return Draft(name, uploads.keep(account, examples, now=now), text, examples)


def fetch(account: Account, name: str, examples: str) -> Draft | None:
    """The draft kept under two names by this very account; None when one is gone."""
    text, cases = uploads.fetch(account, name), uploads.fetch(account, examples)
    if text is None or cases is None:
        return None
    return Draft(name, examples, text, cases)


def check(draft: Draft) -> Checked:
    """Read both files; every fault at once, and the examples judged where there are none."""
    kinds = shipped_kinds()
    edition, problems = read_edition(draft.text, file=PLAN_FILE, kinds=kinds)
    cases, faults = read_cases(draft.examples, file=EXAMPLES_FILE)
    if not draft.examples.strip():
        what, remedy = "没有例子", "附上例子文件，写明某日应当如何认定，至少一例"
        faults = (Problem(EXAMPLES_FILE, None, "", what, remedy=remedy),)
    elif edition is not None and not errors(faults):
        faults = (*faults, *run_cases(edition, cases, kinds))
    sound = edition is not None and bool(cases) and not errors((*problems, *faults))
    sheets = _sheet("方案文件", draft.text, problems), _sheet("例子文件", draft.examples, faults)
    return Checked(edition, sheets, len(cases), sound)


def _sheet(title: str, data: bytes, problems: Iterable[Problem]) -> Sheet:
    text = data.decode("utf-8", errors="replace").replace("\0", "�")
    rows = text.splitlines()
    at: dict[int, list[Problem]] = defaultdict(list)
    elsewhere = []
    problems = tuple(problems)
    for one in problems:
        if one.line is not None and 1 <= one.line <= len(rows):
            at[one.line].append(one)
        else:
            elsewhere.append(one)
    lines = []
    last = 0
    for number in _shown(len(rows), at):
        gap = number != last + 1
        lines.append(Line(number, rows[number - 1], tuple(at.get(number, ())), gap))
        last = number
    return Sheet(title, tuple(lines), tuple(elsewhere), text, len(errors(problems)))


def _shown(length: int, at: Iterable[int]) -> list[int]:
    """The lines to show: all of a short file, else those around what is wrong."""
    if length <= LINES_SHOWN:
        return list(range(1, length + 1))
    near = {n for one in at for n in range(one - AROUND, one + AROUND + 1)}
    return sorted(n for n in near if 1 <= n <= length)[:LINES_SHOWN]


def answers(view: View, edition: Edition) -> Answers:
    """Redline, burden, overlaps, notes and due dates, beside the editions in force."""
    pairings = view.judged.facts.pairings
    editions = [edition_of(one) for one in view.judged.facts.editions]
    same = [one for one in editions if one.plan == edition.plan]
    others = [one for one in editions if one.plan != edition.plan]
    before = [one for one in same if one.effective.start <= edition.effective.start]
    present = max(before or same, key=lambda one: one.effective.start, default=None)
    dues = next_dues(edition, max(view.as_of, edition.effective.start), beside=same)
    return Answers(
        head=head_said(edition, view.as_of),
        chapters=document(edition),
        present=present,
        redline=redline(present, edition) if present else (),
        asks=asks_of(edition, pairings, view.as_of),
        present_asks=asks_of(present, pairings, view.as_of) if present else None,
        overlaps=overlaps_said(edition, others),
        notes=compliance(edition),
        dues=tuple(
            (edition.duties[duty].title, tuple(one.by for one in periods))
            for duty, periods in dues.items()
        ),
    )
