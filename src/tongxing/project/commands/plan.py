"""`tongxing plan check|try|diff`: what a plan says, asks, and would have come to."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import DatabaseError
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from tongxing.derive.editions import plans_of
from tongxing.derive.facts import PairingFact
from tongxing.derive.plans.burden import asks_of
from tongxing.derive.plans.burden import overlaps_said
from tongxing.derive.snapshot import NoSuchBookError
from tongxing.derive.snapshot import snapshot
from tongxing.derive.standings import Judged
from tongxing.derive.standings import judged_with
from tongxing.project.commands.asking import day
from tongxing.project.commands.asking import moment
from tongxing.project.commands.asking import printer
from tongxing.project.commands.asking import waiting
from tongxing.records.ledger.models import Book
from tongxing.rules.periods import Span
from tongxing.rules.periods import say_day
from tongxing.rules.periods import title_of
from tongxing.rules.plan import Edition
from tongxing.rules.plan import Plan
from tongxing.rules.plan import Problem
from tongxing.rules.plan import compliance
from tongxing.rules.plan import errors
from tongxing.rules.plan import next_dues
from tongxing.rules.plan import read_cases
from tongxing.rules.plan import read_edition
from tongxing.rules.plan import redline
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.standing import State
from tongxing.rules.standing import count_states
from tongxing.rules.standing import run_cases
from tongxing.rules.standing import steps


class Unreadable(Exception):  # noqa: N818 - named for its case
    """A file that cannot be opened; the text says which."""


def register(commands: Any) -> None:
    """Add `plan` and its own commands to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser("plan", help="方案：检查、试算、比对")
    inner = parser.add_subparsers(dest="plan", required=True, metavar="操作")
    check = inner.add_parser("check", help="检查方案：错误、提示、近期期限、负担、重复、例子")
    check.add_argument("file", type=Path, metavar="方案文件", help="扩展名为 .toml")
    check.add_argument("--as-of", type=day, help="从哪一天起算近期期限，不写为今天")
    check.set_defaults(run=run, call=check_plan)
    trial = inner.add_parser("try", help="试算：用已有记录看会完成多少、提醒多少")
    trial.add_argument("file", type=Path, metavar="方案文件", help="扩展名为 .toml")
    trial.add_argument("--book", required=True, help="台账的县级代码（六位）")
    trial.add_argument("--as-of", type=day, help="截至哪一天，不写为今天")
    trial.add_argument("--known-at", type=moment, help="按当时已知，如 2026-03-05T15:04")
    trial.set_defaults(run=run, call=try_plan)
    diff = inner.add_parser("diff", help="比对两个版本，逐条说出改动")
    diff.add_argument("old", type=Path, metavar="旧版本文件", help="扩展名为 .toml")
    diff.add_argument("new", type=Path, metavar="新版本文件", help="扩展名为 .toml")
    diff.set_defaults(run=run, call=diff_plans)


def run(args: argparse.Namespace) -> int:
    """0 when all is well, 1 when something is wrong with a plan, 2 for a misuse."""
    console = printer()
    try:
        code: int = args.call(args, console)
    except (Unreadable, NoSuchBookError) as problem:
        console.print(str(problem))
        return 2
    return code


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise Unreadable(f"打不开文件“{file}”，请核对路径") from None


def _edition(
    file: Path, console: Console, *, warnings: bool = False
) -> tuple[Edition | None, bool]:
    """The edition, and whether the file is free of errors, which are printed."""
    edition, problems = read_edition(_bytes(file), file=file.name, kinds=shipped_kinds())
    return edition, _say(problems if warnings else errors(problems), console)


def _say(problems: Iterable[Problem], console: Console) -> bool:
    sound = True
    for one in problems:
        word = "错误" if one.severity == "error" else "提示"
        console.print(f"{word}：{one.say()}", markup=False)
        sound &= one.severity != "error"
    return sound


def check_plan(args: argparse.Namespace, console: Console) -> int:
    """Everything a plan answers by itself, and with what the ledger knows where there is one."""
    edition, sound = _edition(args.file, console, warnings=True)
    if edition is None:
        return 1
    console.print(f"{edition.title}（{edition.edition}版）")
    sound &= _examples(args.file, edition, console)
    on = args.as_of or timezone.localdate()
    known = _known_plans(edition)
    console.print(_dues(edition, on, known))
    for line in (*_burden(edition, on), *_overlaps(edition, known), *_notes(edition)):
        console.print(line, markup=False)
    console.print("没有错误" if sound else "有错误，改正后才能施行")
    return 0 if sound else 1


def _examples(file: Path, edition: Edition, console: Console) -> bool:
    """Run the examples beside the file; a plan without any is told so."""
    beside = file.with_name(f"{file.name.removesuffix('.toml')}.examples.toml")
    if not beside.exists():
        console.print(f"提示：没有例子文件“{beside.name}”，方案施行时须附例子")
        return True
    cases, problems = read_cases(_bytes(beside), file=beside.name)
    failed = run_cases(edition, cases, shipped_kinds())
    sound = _say((*problems, *failed), console)
    console.print(f"例子：{len(cases)}个，{'全部通过' if sound else '有未通过的'}")
    return sound


def _dues(edition: Edition, as_of: date, known: Sequence[Edition]) -> Table | str:
    """The next days something is due, or since when nothing is any more."""
    ended = edition.effective.until
    if ended is not None and ended <= as_of:
        return f"近期期限：方案已于{say_day(ended)}失效，截至{say_day(as_of)}没有期限"
    table = Table(title="近期期限", title_justify="left")
    for heading in ("任务", "第一次", "第二次", "第三次"):
        table.add_column(heading)
    for duty, periods in next_dues(edition, as_of, beside=known).items():
        said = [f"{title_of(one.key)}：{one.by}" for one in periods]
        table.add_row(edition.duties[duty].title, *said, *[""] * (3 - len(said)))
    return table


def _facts(edition: Edition) -> tuple[PairingFact, ...]:
    """The pairings of the plan's own books, none where there is no ledger yet."""
    try:
        codes = Book.objects.filter(code__startswith=edition.place).values_list("code", flat=True)
        found = [snapshot(code) for code in codes]
    except DatabaseError:
        return ()
    return tuple(one for book in found for one in book.facts.at(book.seq).pairings)


def _burden(edition: Edition, on: date) -> Iterator[str]:
    asks = asks_of(edition, _facts(edition), on)
    if asks.supposed:
        yield "负担：台账中没有在续的这些结对，以下按每类结对各1对估算"
    for one in asks.burden.duties:
        yield (
            f"  {one.title}：每年{one.periods}期，{one.pairings}对结对共{one.records}条，"
            f"每条约{one.minutes}分钟"
        )
    yield f"负担合计：{asks.whole()}"


def _known_plans(edition: Edition) -> tuple[Edition, ...]:
    """The editions in force in the plan's own books."""
    try:
        codes = Book.objects.filter(code__startswith=edition.place).values_list("code", flat=True)
        books = [snapshot(code) for code in codes]
    except DatabaseError:
        return ()
    plans = (plan for book in books for plan in plans_of(book.facts.at(book.seq).editions))
    return tuple({one.sha256: one for plan in plans for one in plan.editions}.values())


def _overlaps(edition: Edition, others: Sequence[Edition]) -> Iterator[str]:
    found = overlaps_said(edition, others)
    for one in found:
        yield f"重复：{one}"
    if not found:
        yield "重复：没有与施行中的其他方案重复的要求"


def _notes(edition: Edition) -> Iterator[str]:
    for note in compliance(edition):
        yield f"合规 {note.rule}：{note.asks}——{note.kept}"


def try_plan(args: argparse.Namespace, console: Console) -> int:
    """Judge the records already there by a plan that is not in force."""
    edition, sound = _edition(args.file, console)
    if edition is None or not sound:
        return 1
    known = snapshot(args.book)
    as_of = args.as_of or timezone.localdate()
    seq = known.seq_at(args.known_at)
    first = edition.effective.start.year
    console.print(f"{edition.title}（{edition.edition}版）试算：{known.name}，截至{as_of}")
    if not any(one.kind.startswith(f"{edition.plan}:") for one in known.facts.at(seq).pairings):
        console.print("这本台账中没有该方案的结对，无可试算")
        return 0
    with waiting("正在试算"):
        plans = (Plan(edition.plan, (edition,)),)
        judged = judged_with(known, plans, seq=seq, as_of=as_of)
        for year in range(first, as_of.year + 1):
            last = min(as_of, date(year, 12, 31))
            then = judged_with(known, plans, seq=seq, as_of=last)
            console.print(_trial(judged, then, edition, year))
    return 0


def _trial(judged: Judged, then: Judged, edition: Edition, year: int) -> Table:
    """A year's periods as they stand in the end; steps as they stood when the year ended."""
    table = Table(title=f"{year}年", title_justify="left")
    rungs = [step.step for step in edition.ladder]
    titles = [step.title or step.step for step in edition.ladder]
    for heading in ("任务", "已完成", "补做", "未完成", "未到期或进行中", *titles):
        table.add_column(heading, justify="left" if heading == "任务" else "right")
    reached = Counter(
        (due.duty, due.step.step)
        for due in steps(then.standing, then.plans)
        if due.reached.year == year
    )
    span = Span(date(year, 1, 1), date(year + 1, 1, 1))
    for duty in judged.standing.duties:
        counts = count_states(duty, span).sum(axis=0)
        going = counts[State.AHEAD] + counts[State.OPEN] + counts[State.OVERDUE]
        told = [str(reached[duty.duty, rung]) for rung in rungs]
        done = (counts[State.KEPT], counts[State.LATE], counts[State.MISSED], going)
        title = edition.duties[duty.duty].title
        table.add_row(title, *(str(int(count)) for count in done), *told)
    return table


def diff_plans(args: argparse.Namespace, console: Console) -> int:
    """The redline from one edition to another."""
    old, _ = _edition(args.old, console)
    new, _ = _edition(args.new, console)
    if old is None or new is None:
        return 1
    lines = redline(old, new, shipped_kinds())
    for line in lines or ("两个版本没有不同",):
        console.print(line, markup=False)
    return 0
