"""Is a draft fit to be recorded? A list of small functions; every problem is named at once."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from typing import Any

from tongxing.actions.draft import Draft
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import Problem
from tongxing.actions.errors import shown
from tongxing.actions.known import Known
from tongxing.actions.values import checked_values
from tongxing.records.ledger.canonical import NotCanonicalError
from tongxing.records.ledger.canonical import cleaned
from tongxing.records.ledger.canonical import content_text
from tongxing.records.ledger.rows import NewRow
from tongxing.records.ledger.rows import about_text
from tongxing.rules.periods import say_day
from tongxing.rules.plan.model import Kind

LONGEST_TEXT = 4000
MOST_DOERS = 50
MOST_SUBJECTS = 50
LONGEST_ROLE = 32
SUBJECTS = ("household", "place", "project", "matter", "contest")

Check = Callable[[Draft, Known], Iterator[Problem]]


def checked(draft: Draft, known: Known, *, by: str) -> NewRow:
    """The row to append; raises `Invalid` with everything that is wrong."""
    problems = [problem for check in CHECKS for problem in check(draft, known)]
    kind = known.kinds.get(draft.kind)
    values: dict[str, Any] = {}
    if kind is not None and not kind.system:
        values, wrong = checked_values(kind, draft.values, known)
        problems += wrong
    if problems or kind is None:
        raise Invalid(problems=problems)
    try:
        about_text(draft.about)
        said = content_text(draft.text, values, draft.files)
    except NotCanonicalError:
        raise Invalid(problems=list(_not_canonical(draft, values))) from None
    return row_of(draft, kind, values, by=by, said=said)


def row_of(draft: Draft, kind: Kind, values: dict[str, Any], *, by: str, said: str = "") -> NewRow:
    """The row a draft comes to, its values in canonical form; `said` as `NewRow` has it."""
    return NewRow(
        id=draft.id,
        kind=kind.id,
        kind_version=kind.version,
        doers=draft.doers,
        place=draft.place,
        happened=draft.happened,
        recorded_by=by,
        text=draft.text,
        values=values,
        about=draft.about,
        makes_up=draft.makes_up,
        files=draft.files,
        said=said,
    )


def _not_canonical(draft: Draft, values: dict[str, Any]) -> Iterator[Problem]:
    for field, value in (("text", draft.text), ("values", values), ("about", list(draft.about))):
        try:
            cleaned(value, "说明" if field == "text" else "内容")
        except NotCanonicalError as error:
            yield Problem(field, str(error), "")


def _kind(draft: Draft, known: Known) -> Iterator[Problem]:
    kind = known.kinds.get(draft.kind)
    if kind is None or kind.system:
        titles = "、".join(k.title for k in known.kinds.values() if not k.system)
        yield Problem("kind", f"没有可填的类别“{shown(draft.kind)}”", f"请从中选择：{titles}")
    elif draft.kind_version is not None and draft.kind_version != kind.version:
        yield Problem(
            "kind",
            f"“{kind.title}”的字段已更新到第{kind.version}版，所填为第{draft.kind_version}版",
            "请打开它，按现在的字段核对后重新保存，已填内容不会丢失",
        )


def _place(draft: Draft, known: Known) -> Iterator[Problem]:
    if draft.place not in known.places:
        yield Problem("place", f"没有代码为“{shown(draft.place)}”的地方", "请从地名中选择")
    elif not draft.place[4:6].strip("0"):
        yield Problem("place", "地点须在某一个县以内", "请选择县、镇或村")
    elif draft.happened < (first := known.place_begins(draft.place)):
        yield Problem("place", f"该地的登记资料自{say_day(first)}起", "请核对日期")
    elif not known.place_holds(draft.place, draft.happened):
        yield Problem("place", "该地在所填日期尚未设立或已撤并", "请核对日期，或改选当时的地方")


def _doers(draft: Draft, known: Known) -> Iterator[Problem]:
    if not draft.doers:
        yield Problem("doers", "没有写明是谁做的", "请至少选择一个单位、队伍或个人")
    if len(draft.doers) > MOST_DOERS:
        yield Problem("doers", f"参加方过多（{len(draft.doers)}个）", f"最多{MOST_DOERS}个")
    if len(set(draft.doers)) != len(draft.doers):
        yield Problem("doers", "同一参加方写了两遍", "请删去重复的一个")
    for n, doer in enumerate(draft.doers[:MOST_DOERS]):
        where = f"doers.{n}"
        for party in doer.parties:
            if party not in known.parties:
                yield Problem(where, f"名录中没有“{shown(party)}”", "请从名录中选择")
        if len(doer.role) > LONGEST_ROLE or not doer.role.isprintable():
            yield Problem(where, "角色写法不对", f"请用{LONGEST_ROLE}字以内的角色代号")
        if doer.of and not doer.who.startswith("person:"):
            yield Problem(where, "只有个人才能代表单位参加", "单位直接作为参加方填写")


def _homes(draft: Draft, known: Known) -> Iterator[Problem]:
    for n, doer in enumerate(draft.doers):
        who = known.parties.get(doer.who)
        if not who or not doer.of.startswith("org:") or not who.organization:
            continue
        if not who.serves(doer.of, draft.happened):
            yield Problem(
                f"doers.{n}", f"{who.short}不是该单位的人", "请改选其所在单位，或另选代表该单位的人"
            )


def _about(draft: Draft, known: Known) -> Iterator[Problem]:
    if len(draft.about) > MOST_SUBJECTS:
        yield Problem("about", f"涉及对象过多（{len(draft.about)}个）", f"最多{MOST_SUBJECTS}个")
    for n, subject in enumerate(draft.about[:MOST_SUBJECTS]):
        sort, _, key = subject.partition(":")
        if sort not in SUBJECTS or not key or len(subject) > 80:  # noqa: PLR2004  the column
            yield Problem(f"about.{n}", f"不认识的对象“{shown(subject)}”", "请从列表中选择")
        elif subject in known.strangers:
            yield Problem(f"about.{n}", f"名录中没有“{shown(subject)}”", "请从列表中选择，或先登记")


def _days(draft: Draft, known: Known) -> Iterator[Problem]:
    if draft.happened > known.today:
        yield Problem(
            "happened", f"{say_day(draft.happened)}还没有到", "只记已经发生的事，请核对日期"
        )
    if draft.makes_up is not None and draft.makes_up > draft.happened:
        yield Problem("makes_up", "所补的日期晚于实际日期", "补做只能补以前的，请核对两个日期")


def _length(draft: Draft, _known: Known) -> Iterator[Problem]:
    if len(draft.text) > LONGEST_TEXT:
        yield Problem("text", f"说明过长（{len(draft.text)}字）", f"请缩短到{LONGEST_TEXT}字以内")


CHECKS: tuple[Check, ...] = (_kind, _place, _doers, _homes, _about, _days, _length)
