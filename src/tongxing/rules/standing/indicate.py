"""Indicators: what the records add up to, by pairing, by doer or by place prefix.

Each record counts once in a group. A group without data is not there or not `present`;
that is not zero. Approximate figures keep their mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from typing import Literal

import numpy as np

from tongxing.rules.periods import Span
from tongxing.rules.plan.model import Indicator
from tongxing.rules.standing.match import Meeting
from tongxing.rules.standing.match import has_role
from tongxing.rules.standing.match import holds
from tongxing.rules.standing.match import join
from tongxing.rules.standing.match import meet
from tongxing.rules.standing.places import prefixes
from tongxing.rules.standing.runs import fresh
from tongxing.rules.standing.tables import Amounts
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import Column
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Rows

Group = Literal["pairing", "doer"] | int


@dataclass(frozen=True, slots=True)
class Figures:
    """One indicator over G groups.

    `key` is a row of Pairings, a position in Deeds.parties, or a place prefix as a number;
    ascending, only groups with records of the indicator. `value` is scaled as its field; a
    count or a number of distinct values is a plain number. For a ratio `value` is the part
    and `whole` what it is a part of; otherwise `whole` is empty.
    """

    key: Amounts
    value: Amounts
    present: Flags
    approx: Flags
    whole: Amounts
    record: Rows  # the records behind the groups, ...
    group: Rows  # ... and the position of the group each of them counts in

    def behind(self, position: int) -> Rows:
        """Rows of the records behind one group, ascending."""
        return np.sort(self.record[self.group == position])


def indicate(
    book: Book,
    indicators: Sequence[Indicator],
    *,
    group: Group,
    effective: Flags,
    span: Span,
    meeting: Meeting | None = None,
) -> Mapping[str, Figures]:
    """Every indicator by its id, over the effective records that happened within `span`.

    `group` is "pairing" (the pairing's actor did it at its target within its span), "doer",
    or the number of digits of a place prefix. Ratios may name indicators of the same list.
    `meeting` is what `meet` gave for these records or more, where it is known already.
    """
    records = book.records
    counted = effective & (records.happened >= span.start.toordinal())
    if span.until is not None:
        counted &= records.happened < span.until.toordinal()
    grouped = grouping(book, counted, group, meeting)
    figures = {
        one.id: figures_of(records, one, grouped) for one in indicators if one.form != "ratio"
    }
    for one in indicators:
        if one.form == "ratio":
            figures[one.id] = ratio(figures[one.parts[0]], figures[one.parts[1]])
    return figures


@dataclass(frozen=True, slots=True)
class Grouped:
    """M rows (record, group key, doer's role); a record may stand several times in a group."""

    record: Rows
    key: Amounts
    role: Rows


def grouping(book: Book, counted: Flags, group: Group, meeting: Meeting | None = None) -> Grouped:
    records, deeds = book.records, book.records.deeds
    if group == "pairing":
        met = meet(book, counted) if meeting is None else meeting.where(counted[meeting.record])
        return Grouped(met.record, met.pairing.astype(np.int64), met.role)
    every = np.flatnonzero(counted).astype(np.int32)
    which, doing = join(records.deed[every], deeds.doer_row, len(deeds))
    record, role = every[which], deeds.doer_role[doing]
    if group == "doer":
        return Grouped(record, deeds.doer[doing].astype(np.int64), role)
    # A record without doers has a place all the same: every record stands once with no role.
    record = np.concatenate([every, record])
    role = np.concatenate([np.zeros_like(every), role])
    return Grouped(record, prefixes(deeds.place, group)[records.deed[record]], role)


def figures_of(records: Records, one: Indicator, grouped: Grouped) -> Figures:
    kind, _, field = one.of.partition(".")
    rows = np.flatnonzero(records.deeds.of_kinds({kind})[records.deed[grouped.record]])
    if one.where.by_role:
        rows = rows[has_role(records.deeds, grouped.role[rows], one.where.by_role)]
    rows = rows[holds(records, grouped.record[rows], one.where)]
    column = records.columns.get(one.of)
    if field:
        rows = rows[:0] if column is None else rows[column.present[grouped.record[rows]]]
    keys, record = distinct(grouped.key[rows], grouped.record[rows])
    first = fresh(keys)
    key = keys[first]
    figures = Figures(
        key=key,
        value=np.bincount(np.cumsum(first) - 1, minlength=len(key)),
        present=np.ones(len(key), dtype=np.bool_),
        approx=np.zeros(len(key), dtype=np.bool_),
        whole=np.zeros(0, dtype=np.int64),
        record=record.astype(np.int32),
        group=(np.cumsum(first) - 1).astype(np.int32),
    )
    return figures if column is None or not len(key) else valued(records, one, column, figures)


def distinct(left: Amounts | Rows, right: Amounts | Rows) -> tuple[Amounts, Amounts]:
    """Pairs of rows, each once, ascending by `left`, then `right`."""
    order = np.lexsort((right, left))
    ordered, beside = left[order].astype(np.int64), right[order].astype(np.int64)
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = (np.diff(ordered) != 0) | (np.diff(beside) != 0)
    return ordered[new], beside[new]


def valued(records: Records, one: Indicator, column: Column, plain: Figures) -> Figures:
    """The figures of a sum, of distinct values, or of the latest value of a field."""
    record, group = plain.record, plain.group
    if one.form == "distinct":
        seen, _ = distinct(group, column.values[record])
        return replace(plain, value=np.bincount(seen, minlength=len(plain.key)))
    if one.form == "latest":
        # The last by day, then by seq: rows ascend by seq.
        order = np.lexsort((record, records.happened[record], group))
        last = record[order[np.flatnonzero(np.diff(group[order], append=-1))]]
        return replace(
            plain,
            value=column.values[last],
            approx=column.approx[last],
            record=last,
            group=np.arange(len(last), dtype=np.int32),
        )
    value = np.zeros(len(plain.key), dtype=np.int64)
    np.add.at(value, group, column.values[record])
    approx = np.zeros(len(plain.key), dtype=np.bool_)
    approx[group[column.approx[record]]] = True
    return replace(plain, value=value, approx=approx)


def ratio(part: Figures, whole: Figures) -> Figures:
    """Part and whole for each group; present where both have data and the whole is not zero."""
    key = np.union1d(part.key, whole.key)
    at_part, at_whole = np.searchsorted(key, part.key), np.searchsorted(key, whole.key)
    value, of = np.zeros(len(key), dtype=np.int64), np.zeros(len(key), dtype=np.int64)
    value[at_part], of[at_whole] = part.value, whole.value
    has_part, approx = np.zeros(len(key), dtype=np.bool_), np.zeros(len(key), dtype=np.bool_)
    has_part[at_part] = part.present
    approx[at_part] |= part.approx
    approx[at_whole] |= whole.approx
    groups, records = distinct(
        np.concatenate([at_part[part.group], at_whole[whole.group]]),
        np.concatenate([part.record, whole.record]),
    )
    record, group = records.astype(np.int32), groups.astype(np.int32)
    return Figures(key, value, has_part & (of != 0), approx, of, record, group)
