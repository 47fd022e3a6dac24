"""Figures by place, party or pairing, each from the very records its trace opens."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tongxing.derive.boards.shapes import Figure
from tongxing.derive.boards.shapes import Sums
from tongxing.derive.boards.view import NotInView
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import field_of
from tongxing.derive.boards.view import quantity_said
from tongxing.derive.standings import Judged
from tongxing.derive.traces import Trace
from tongxing.rules.periods import Span
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Indicator
from tongxing.rules.plan.model import KindField
from tongxing.rules.quantities import MEASURES
from tongxing.rules.standing import indicate
from tongxing.rules.standing.indicate import Figures
from tongxing.rules.standing.indicate import Group
from tongxing.rules.standing.match import Meeting
from tongxing.rules.standing.match import meet
from tongxing.rules.standing.places import place_range
from tongxing.rules.standing.tables import Flags

NO_DATA = "暂无数据"
MONEY = "money:"
EVER = Span(date.min)  # all time; a judged book ends at its `as_of` anyway
_MONEY_FIELD = KindField("amount", "金额", "money", "元")
_PROVINCE_DIGITS = 2  # a book lies in one province: grouping by it makes one group


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose records: of a place and all within it, of a party, or of a pairing (its key)."""

    place: str = ""
    party: str = ""
    pairing: str = ""

    def group(self) -> Group:
        if self.pairing:
            return "pairing"
        return "doer" if self.party else _PROVINCE_DIGITS


def year_of(day: date) -> Span:
    return Span(date(day.year, 1, 1), date(day.year + 1, 1, 1))


def chosen_rows(view: View, choice: Choice) -> Flags:
    """The records in view that belong to the choice, effective or not."""
    table = view.judged.standing.book.records
    if choice.place:
        return view.sight & table.whose(table.deeds.within(*place_range(choice.place)))
    if choice.party:
        return view.sight & table.whose(table.deeds.done_by({choice.party}))
    found = np.zeros(len(table), np.bool_)
    if choice.pairing:
        meeting = meeting_of(view.judged)
        found[meeting.record[meeting.pairing == view.row_of(choice.pairing)]] = True
    return view.sight & found


def meeting_of(judged: Judged) -> Meeting:
    """All that counts, joined with the pairings it may count for; once for a judgement."""
    standing = judged.standing
    return judged.remember("meeting", lambda: meet(standing.book, standing.effective))


def editions_told(view: View) -> tuple[Edition, ...]:
    """Whose figures are told: those in force on the day, the latest first, then ended plans' last.

    A plan that has not begun by the day has none.
    """
    present = sorted(view.present(), key=lambda one: one.effective.start, reverse=True)
    running = {one.plan for one in present}
    begun = (
        [one for one in plan.editions if one.effective.start <= view.as_of]
        for plan in view.judged.plans
        if plan.id not in running
    )
    return (*present, *(some[-1] for some in begun if some))


def indicator_sums(view: View, choice: Choice) -> tuple[Sums, ...]:
    """Every indicator of the editions in force, for one choice; no data is said as such.

    Two plans that ask for the very same figure show it once, the later plan's. What only an
    ended plan asks for is shown where there are records of it.
    """
    counted = _counted(view, choice)
    present = {one.plan for one in view.present()}
    found: dict[tuple[object, ...], Sums] = {}
    for edition in editions_told(view):
        years = _figures(view, edition, choice, year_of(view.as_of), counted)
        evers = _figures(view, edition, choice, EVER, counted)
        for one, year, ever in zip(edition.indicators.values(), years, evers, strict=True):
            same = (one.title, one.form, one.of, one.parts, one.where)
            if edition.plan not in present and ever.value is None:
                continue
            found.setdefault(same, Sums(one.title, year, ever, ratio=one.form == "ratio"))
    return tuple(found.values())


def _counted(view: View, choice: Choice) -> Flags:
    return view.judged.standing.effective & chosen_rows(view, choice)


def _figures(
    view: View, edition: Edition, choice: Choice, span: Span, counted: Flags
) -> Iterator[Figure]:
    ones = tuple(edition.indicators.values())
    values = _indicated(view, ones, choice, span, counted)
    for one in ones:
        trace = _trace(view, choice, span, edition.plan, one.id)
        yield _figure(view, edition, one, values[one.id], trace)


def _indicated(
    view: View, ones: Sequence[Indicator], choice: Choice, span: Span, counted: Flags
) -> Mapping[str, Figures]:
    return indicate(
        view.judged.standing.book,
        ones,
        group=choice.group(),
        effective=counted,
        span=span,
        meeting=meeting_of(view.judged) if choice.pairing else None,
    )


def _figure(view: View, edition: Edition, one: Indicator, found: Figures, trace: Trace) -> Figure:
    position = _position(view, found, trace)
    if position is None or not found.present[position]:
        return Figure(one.id, one.title, NO_DATA, None, approx=False, records=0, trace=trace)
    return Figure(
        id=one.id,
        title=one.title,
        said=_said(view, edition, one, found, position),
        value=int(found.value[position]),
        approx=bool(found.approx[position]),
        records=len(found.behind(position)),
        trace=trace,
    )


def _position(view: View, found: Figures, trace: Trace) -> int | None:
    """Where the trace's subject stands among the groups."""
    if trace.pairing:
        key = view.row_of(trace.pairing)
    elif trace.party:
        parties = view.judged.standing.book.records.deeds.parties
        key = parties.index(trace.party) if trace.party in parties else -1
    else:
        key = int(trace.book[:_PROVINCE_DIGITS])
    at = int(np.searchsorted(found.key, key))
    return at if at < len(found.key) and found.key[at] == key else None


def _said(view: View, edition: Edition, one: Indicator, found: Figures, at: int) -> str:
    value, approx = int(found.value[at]), bool(found.approx[at])
    if one.form == "ratio":
        whole = int(found.whole[at]) * _scale_between(edition, one)
        return f"{'≈' if approx else ''}{value / whole:.1%}"
    if one.form in {"count", "distinct"}:
        return str(value)
    field = field_of(one.of)
    words = view.judged.standing.book.records.columns[one.of].words
    if field is not None and words:
        return field.choices.get(words[value], words[value])
    return quantity_said(field, value, approx=approx)


def _scale_between(edition: Edition, one: Indicator) -> float:
    """How much larger a part's scaled unit is than the whole's: counts against areas."""
    part, whole = (edition.indicators[name] for name in one.parts)
    return _scale(part) / _scale(whole)


def _scale(one: Indicator) -> float:
    field = field_of(one.of) if one.form in {"sum", "latest"} else None
    return {None: 1, "money": 100, "area": 10_000, "number": 10_000}.get(
        field.type if field else None, 1
    )


def _trace(view: View, choice: Choice, span: Span, plan: str, indicator: str) -> Trace:
    stand = view.stand
    return Trace(
        book=stand.book,
        as_of=stand.as_of,
        known_at=stand.known_at,
        plan=plan,
        pairing=choice.pairing,
        indicator=indicator,
        place=choice.place,
        party=choice.party,
        since=None if span == EVER else span.start,
        until=span.until,
    )


def money_sums(view: View, choice: Choice) -> tuple[Sums, ...]:
    """Money by measure, one line each, never added together; measures without data left out."""
    counted = _counted(view, choice)
    found = []
    for measure in MEASURES["money"]:
        ever = _money(view, choice, EVER, measure, counted)
        if ever.value is not None:
            year = _money(view, choice, year_of(view.as_of), measure, counted)
            found.append(Sums(ever.title, year, ever))
    return tuple(found)


def _money(view: View, choice: Choice, span: Span, measure: str, counted: Flags) -> Figure:
    total, approx, rows = 0, False, [np.zeros(0, np.int32)]
    for own, values, near in _money_parts(view, measure, counted & _within(view, span)):
        total += int(values.sum())
        approx |= bool(near.any())
        rows.append(own)
    records = len(np.unique(np.concatenate(rows)))
    return Figure(
        id=f"{MONEY}{measure}",
        title=MEASURES["money"][measure],
        said=quantity_said(_MONEY_FIELD, total, approx=approx) if records else NO_DATA,
        value=total if records else None,
        approx=approx,
        records=records,
        trace=_trace(view, choice, span, "", f"{MONEY}{measure}"),
    )


def money_rows(view: View, choice: Choice, span: Span, measure: str) -> NDArray[np.int32]:
    """The records a measure's figure is made of, ascending."""
    counted = _counted(view, choice) & _within(view, span)
    parts = [own for own, _, _ in _money_parts(view, measure, counted)]
    return np.unique(np.concatenate([np.zeros(0, np.int32), *parts]))


def _money_parts(
    view: View, measure: str, counted: Flags
) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int64], Flags]]:
    """(rows, amounts, approximate) of each field with the measure, of the counted records."""
    known = len(counted)
    for key in _fields_of(measure):
        stated = view.judged.snapshot.chunk.columns.get(key)
        if stated is None:
            continue
        inside = stated.row < known
        inside[inside] = counted[stated.row[inside]]
        yield stated.row[inside], stated.value[inside], stated.approx[inside]


@cache
def _fields_of(measure: str) -> tuple[str, ...]:
    """The fields ("kind.field") of the shipped kinds that state a measure."""
    return tuple(
        f"{kind.id}.{field.id}"
        for kind in shipped_kinds().values()
        for field in kind.fields.values()
        if field.measure == measure
    )


def _within(view: View, span: Span) -> Flags:
    happened = view.judged.standing.book.records.happened
    begun: Flags = happened >= span.start.toordinal()
    return begun if span.until is None else begun & (happened < span.until.toordinal())


def rows_behind(view: View, trace: Trace) -> tuple[Figure, NDArray[np.int32]]:
    """An indicator's or a measure's figure again, and its records; the trace says which."""
    choice = Choice(trace.place, trace.party, trace.pairing)
    span = Span(trace.since or EVER.start, trace.until)
    if trace.indicator.startswith(MONEY):
        measure = trace.indicator.removeprefix(MONEY)
        counted = _counted(view, choice)
        if measure not in MEASURES["money"]:
            raise NotInView
        figure = _money(view, choice, span, measure, counted)
        return figure, money_rows(view, choice, span, measure)
    return _indicator_behind(view, trace, choice, span)


def _indicator_behind(
    view: View, trace: Trace, choice: Choice, span: Span
) -> tuple[Figure, NDArray[np.int32]]:
    for edition in editions_told(view):
        one = edition.indicators.get(trace.indicator)
        if edition.plan != trace.plan or one is None:
            continue
        ones = tuple(edition.indicators.values())
        found = _indicated(view, ones, choice, span, _counted(view, choice))[one.id]
        figure = _figure(view, edition, one, found, trace)
        position = _position(view, found, trace)
        # Half of a ratio is no figure: it opens nothing, as it counts nothing.
        if position is None or figure.value is None:
            return figure, np.zeros(0, np.int32)
        return figure, found.behind(position)
    raise NotInView
