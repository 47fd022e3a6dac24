"""What is checked on an edition as a whole: small functions, each one rule, in a list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import PairingKind
from tongxing.rules.plan.node import Node
from tongxing.rules.plan.pairing_reader import is_personal
from tongxing.rules.plan.references import Kinds
from tongxing.rules.plan.unlawful import unlawful_title

Check = Callable[[Node, Edition, Kinds], None]
WEEKLY_RECORDS_MAX = 3  # more than this of one pairing a week is asking for proof of work
YEARS_MAX = 6


def _asks_something(node: Node, edition: Edition, _kinds: Kinds) -> None:
    if not edition.duties and not edition.indicators and not edition.pairings:
        node.complain("duty", "方案没有任务、指标，也没有结对", remedy="至少写一个[duty.……]")


def _lawful_titles(node: Node, edition: Edition, _kinds: Kinds) -> None:
    for duty in edition.duties.values():
        if verdict := unlawful_title(duty.title):
            rule, what = verdict
            _at(node, duty).complain("title", what, remedy="删去这项任务", rule=rule)


def _no_ranking_of_persons(node: Node, edition: Edition, _kinds: Kinds) -> None:
    if edition.score is None or edition.score.ranking.show == "none":
        return
    for duty in edition.duties.values():
        pairing = _pairing(edition, duty)
        if pairing is not None and is_personal(pairing):
            at = Node({}, ("score", "ranking"), node.source)
            what = f"“{duty.title}”由个人承担，公开等次等于给个人排名"
            at.complain("show", what, remedy='改成 show = "none"', rule="C2")
            return


def _time_for_persons(node: Node, edition: Edition, _kinds: Kinds) -> None:
    """A person's week may not be due on its first two days: that is an instant demand."""
    for duty in edition.duties.values():
        pairing, by = _pairing(edition, duty), duty.rhythm.by
        if pairing is None or not is_personal(pairing) or by is None:
            continue
        early = by.weekday if by.weekday is not None else (by.day or 1) - 1
        if duty.rhythm.unit in {"week", "ten-days"} and early < 2:  # noqa: PLR2004
            at = _at(node, duty)
            what = "个人承担的任务，期限离期初不足三天"
            at.complain("cadence", what, remedy="把by往后放", rule="C8")


def _lock_after_grace(node: Node, edition: Edition, _kinds: Kinds) -> None:
    """A record made good within grace must be able to arrive before the lock."""
    for duty in edition.duties.values():
        grace = duty.rhythm.grace_days + 2 * duty.rhythm.grace_workdays
        if grace > edition.lock_days:
            at = _at(node, duty)
            what = f"宽限比锁定期（{edition.lock_days}天）还长，补做的记录会被锁在外面"
            at.complain("cadence", what, remedy="加长lock_days，或缩短宽限", severity="warning")


def _not_too_often(node: Node, edition: Edition, _kinds: Kinds) -> None:
    for duty in edition.duties.values():
        if duty.rhythm.unit == "week" and duty.need.times > WEEKLY_RECORDS_MAX:
            at = _at(node, duty)
            what = f"一对结对每周要记{duty.need.times}次，容易变成留痕"
            at.complain("cadence", what, remedy="减少次数", rule="C14", severity="warning")


def _not_too_long(node: Node, edition: Edition, _kinds: Kinds) -> None:
    start, until = edition.effective.start, edition.effective.until
    if until is not None and until > _years_later(start, YEARS_MAX):
        what = f"有效期超过{YEARS_MAX}年"
        remedy = "到期后另出新版"
        node.complain("effective", what, remedy=remedy, rule="C7", severity="warning")


def _cited(node: Node, edition: Edition, _kinds: Kinds) -> None:
    for duty in edition.duties.values():
        if not duty.clause:
            at = _at(node, duty)
            what = "没有写出自文件的哪一条"
            at.complain("clause", what, remedy='加上 clause = "第几条"', severity="warning")


CHECKS: tuple[Check, ...] = (
    _asks_something,
    _lawful_titles,
    _no_ranking_of_persons,
    _time_for_persons,
    _lock_after_grace,
    _not_too_often,
    _not_too_long,
    _cited,
)


def _at(node: Node, duty: Duty) -> Node:
    return Node({}, ("duty", duty.id), node.source)


def _pairing(edition: Edition, duty: Duty) -> PairingKind | None:
    plan, _, kind = duty.of.partition(":")
    return edition.pairings.get(kind) if plan == edition.plan else None


def _years_later(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28))
