"""Scores so far, of a pairing or a unit, from the same records; each says how it came about.

Everybody in the plan is scored together, because a quota is a share of them all; only the
one asked for is shown. Entered items (field checks, appraisals, findings) are records about
the pairing (`pairing:…`) or the unit itself.
"""

from __future__ import annotations

from collections import Counter
from collections import defaultdict
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from tongxing.derive.boards.figures import year_of
from tongxing.derive.boards.shapes import ScoreCard
from tongxing.derive.boards.shapes import ScoreLine
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import field_of
from tongxing.rules.periods import Span
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan.model import Edition
from tongxing.rules.quantities import Quantity
from tongxing.rules.scoring import DutyCount
from tongxing.rules.scoring import ItemResult
from tongxing.rules.scoring import Result
from tongxing.rules.scoring import ScoreInputs
from tongxing.rules.scoring import Subject
from tongxing.rules.scoring import points_text
from tongxing.rules.scoring import score
from tongxing.rules.standing import State
from tongxing.rules.standing import count_states
from tongxing.rules.standing import indicate
from tongxing.rules.standing.indicate import Group
from tongxing.rules.standing.match import meet

_APPROX = "约"
_PAIRING = "pairing:"
_POINTS_SCALE = 100  # a number is in ten-thousandths, points in hundredths

_Members = Mapping[str, Sequence[int]]  # subject id -> rows of Pairings


def pairing_scores(view: View, row: int) -> tuple[ScoreCard, ...]:
    """The score of one pairing in every plan it belongs to that scores, this year."""
    plan = view.pairings[row].kind.partition(":")[0]
    subject = f"{_PAIRING}{view.pairings[row].key}"
    found = (
        _card(view, edition, _pairings_of, subject)
        for edition in view.present()
        if edition.plan == plan and edition.score is not None
    )
    return tuple(one for one in found if one is not None)


def unit_scores(view: View, party: str) -> tuple[ScoreCard, ...]:
    """The score of one unit over all its pairings of each plan that scores, this year."""
    found = (
        _card(view, edition, _units_of, party)
        for edition in view.present()
        if edition.score is not None
    )
    return tuple(one for one in found if one is not None)


class Scored(NamedTuple):
    """One subject's score, and its rank where the plan shows ranks."""

    card: ScoreCard
    rank: int | None


def scored_units(view: View, edition: Edition) -> Mapping[str, Scored]:
    """The scores of every unit of a plan, by party id."""
    return _all(view, edition, _units_of)


def scored_pairings(view: View, edition: Edition) -> Mapping[str, Scored]:
    """The scores of every pairing of a plan, by key."""
    found = _all(view, edition, _pairings_of)
    return {subject.removeprefix(_PAIRING): one for subject, one in found.items()}


def _all(
    view: View, edition: Edition, grouped: Callable[[View, Edition], _Members]
) -> Mapping[str, Scored]:
    results = _remembered(view, edition, grouped)
    return {
        subject: Scored(_shown(edition, one, view.as_of.year), one.rank)
        for subject, one in results.items()
    }


def _pairings_of(view: View, edition: Edition) -> _Members:
    return {f"{_PAIRING}{view.pairings[row].key}": (row,) for row in _rows_of(view, edition)}


def _units_of(view: View, edition: Edition) -> _Members:
    found: dict[str, list[int]] = defaultdict(list)
    for row in _rows_of(view, edition):
        for party in view.pairings[row].actors:
            found[party].append(row)
    return found


def _rows_of(view: View, edition: Edition) -> Iterable[int]:
    """The pairings the edition's duties ask something of, with a day in the year."""
    asked = {duty.of for duty in edition.duties.values()}
    year = year_of(view.as_of)
    for row, one in enumerate(view.pairings):
        begun = year.until is not None and one.since < year.until
        if one.kind in asked and begun and (one.until is None or year.start < one.until):
            yield row


def _card(
    view: View, edition: Edition, grouped: Callable[[View, Edition], _Members], subject: str
) -> ScoreCard | None:
    result = _remembered(view, edition, grouped).get(subject)
    return _shown(edition, result, view.as_of.year) if result else None


def _remembered(
    view: View, edition: Edition, grouped: Callable[[View, Edition], _Members]
) -> Mapping[str, Result]:
    name = f"score {edition.sha256} {grouped.__name__}"
    return view.judged.remember(name, lambda: _results(view, edition, grouped(view, edition)))


def _results(view: View, edition: Edition, members: _Members) -> Mapping[str, Result]:
    titles = {kind.id: kind.title for kind in shipped_kinds().values()}
    subjects = _subjects(view, edition, members, year_of(view.as_of))
    return {one.subject: one for one in score(edition, ScoreInputs(subjects, titles))}


def _shown(edition: Edition, result: Result, year: int) -> ScoreCard:
    return ScoreCard(
        plan=edition.plan,
        plan_title=edition.title,
        year=year,
        points=points_text(result.points),
        out_of=points_text(result.out_of),
        band=result.band,
        complete=result.complete,
        lines=tuple(_item_line(item) for item in result.items),
        band_lines=tuple(line.text for line in result.band_lines),
    )


def _item_line(item: ItemResult) -> ScoreLine:
    title, _, how = item.line.text.partition("：")
    return ScoreLine(
        title=title,
        points="暂不计分" if item.points is None else points_text(item.points),
        full=points_text(item.out_of) if item.out_of else "",
        how=how,
        below=tuple(line.text for line in item.line.below),
    )


def _subjects(view: View, edition: Edition, members: _Members, span: Span) -> tuple[Subject, ...]:
    duties = _duty_counts(view, edition, span)
    indicators = _indicators(view, edition, span)
    told = _told(view, edition, span)
    found = []
    for subject, rows in members.items():
        behind = set(told.get(subject, ()))
        for row in rows:
            behind.update(told.get(f"{_PAIRING}{view.pairings[row].key}", ()))
        counted = sorted(behind)
        found.append(
            Subject(
                id=subject,
                duties={duty: _summed(counts, rows) for duty, counts in duties.items()},
                indicators=indicators.get(subject, {}),
                entered=_entered(view, edition, counted),
                counts=Counter(_kind(view, row) for row in counted),
            )
        )
    return tuple(found)


def _duty_counts(view: View, edition: Edition, span: Span) -> Mapping[str, Mapping[int, DutyCount]]:
    """For each duty of the edition the judged periods of the year by pairing (row)."""
    found: dict[str, Mapping[int, DutyCount]] = {}
    for duty in view.judged.standing.duties:
        if duty.plan == edition.plan and duty.duty in edition.duties:
            states = (State.KEPT, State.LATE, State.MISSED)
            counts = count_states(duty, span)[:, states].tolist()
            rows = duty.pairing.tolist()
            found[duty.duty] = {
                row: DutyCount(*line) for row, line in zip(rows, counts, strict=True)
            }
    return found


def _summed(counts: Mapping[int, DutyCount], rows: Sequence[int]) -> DutyCount:
    own = [counts[row] for row in rows if row in counts]
    return DutyCount(
        sum(one.kept for one in own), sum(one.late for one in own), sum(one.missed for one in own)
    )


def _indicators(
    view: View, edition: Edition, span: Span
) -> Mapping[str, Mapping[str, Quantity | None]]:
    """Indicators by subject id, pairings and units alike; no data is left out."""
    standing = view.judged.standing
    found: dict[str, dict[str, Quantity | None]] = defaultdict(dict)
    ones = tuple(edition.indicators.values())
    keys = [f"{_PAIRING}{one.key}" for one in view.pairings]
    groups: tuple[tuple[Group, Sequence[str]], ...] = (
        ("pairing", keys),
        ("doer", standing.book.records.deeds.parties),
    )
    for group, names in groups:
        figures = indicate(
            standing.book, ones, group=group, effective=standing.effective, span=span
        )
        for one in ones:
            field = field_of(one.of)
            sort, unit = (field.type, field.unit) if field else ("count", "")
            if one.form in {"count", "distinct"}:
                sort, unit = "count", ""
            table = figures[one.id]
            for at in np.flatnonzero(table.present).tolist():
                mark = _APPROX if table.approx[at] else ""
                value = Quantity(int(table.value[at]), sort, unit, mark)
                found[names[int(table.key[at])]][one.id] = value
    return found


def _told(view: View, edition: Edition, span: Span) -> Mapping[str, list[int]]:
    """The year's records of the kinds the score counts, by whom they are by or about."""
    standing = view.judged.standing
    table = standing.book.records
    first, last = span.start.toordinal(), (span.until or date.max).toordinal()
    counted = standing.effective & table.whose(table.deeds.of_kinds(_kinds(edition)))
    counted &= (first <= table.happened) & (table.happened < last)
    found: dict[str, list[int]] = defaultdict(list)
    for record in np.flatnonzero(counted).tolist():
        for told in (*table.doers_of(record), *table.subjects_of(record)):
            found[told].append(record)
    meeting = meet(standing.book, counted)
    for record, pairing in zip(meeting.record.tolist(), meeting.pairing.tolist(), strict=True):
        found[f"{_PAIRING}{view.pairings[pairing].key}"].append(record)
    return found


def _kinds(edition: Edition) -> frozenset[str]:
    if edition.score is None:
        return frozenset()
    entered = (item.of for item in edition.score.items if item.sort == "entered")
    counted = (kind for item in edition.score.items for kind in item.counts)
    vetoed = (kind for veto in edition.score.veto for kind in veto.counts)
    return frozenset((*entered, *counted, *vetoed))


def _kind(view: View, row: int) -> str:
    return view.judged.standing.book.records.kind_of(row)


def _entered(view: View, edition: Edition, rows: Sequence[int]) -> Mapping[str, int]:
    """The last points entered for each item, in hundredths; what is not entered is absent."""
    found: dict[str, int] = {}
    items = edition.score.items if edition.score else ()
    entered = {item.of for item in items if item.sort == "entered"}
    for row in rows:
        kind = _kind(view, row)
        stated = view.judged.snapshot.chunk.columns.get(f"{kind}.points")
        if kind not in entered or stated is None:
            continue
        at = int(np.searchsorted(stated.row, row))
        if at < len(stated.row) and stated.row[at] == row:
            found[kind] = int(stated.value[at]) // _POINTS_SCALE
    return found
