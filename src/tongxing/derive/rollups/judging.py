"""Books judged and summed: the work an engine repeats for every book of a region.

No database, no settings, no state kept from one book to the next: an engine may call
`judge_book` in any process that has this package, however it got the book there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from tongxing.derive.editions import duty_on
from tongxing.derive.editions import fields_judged
from tongxing.derive.editions import late_weight
from tongxing.derive.editions import plans_of
from tongxing.derive.held import is_held
from tongxing.derive.keys import days_ahead
from tongxing.derive.keys import edition_key
from tongxing.derive.keys import full_key
from tongxing.derive.rollups.shapes import BookAt
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import BookSums
from tongxing.derive.rollups.shapes import Counts
from tongxing.derive.rollups.shapes import DutyTold
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.rollups.shapes import totals_of
from tongxing.derive.rollups.touched import touched
from tongxing.rules.periods import Span
from tongxing.rules.plan.model import Plan
from tongxing.rules.standing import Book
from tongxing.rules.standing import RollUp
from tongxing.rules.standing import Standing
from tongxing.rules.standing import abreast
from tongxing.rules.standing import judge
from tongxing.rules.standing import roll_up_each
from tongxing.rules.standing.places import CODE_DIGITS

PARTS = 2  # what more records touch is judged alone up to one in so many of all records


def judge_book(book: BookAt, as_of: date, before: BookRollUp | None = None) -> BookRollUp:
    """Judge a book as of a whole day, included, and sum the year of that day by place.

    From what it came to some records ago, where that is given and is of this very book, only
    the places are judged that the records since can change.
    Raises EditionUnreadableError, EditionsOverlapError, and whatever reading the book raises.
    """
    if before is not None and is_earlier(before.sums.head, book, as_of):
        plans = plans_of(book.editions)
        fields = fields_judged(plans)
        if all(map(is_held, fields)):  # what else was told then may have been erased since
            table = book.cut(fields)
            counts = counts_since(before, table, plans, as_of)
            if counts is not None:
                head = Head(book.code, book.name, book.seq, book.hash, key_of(book, as_of))
                sums = replace(before.sums, head=head, totals=totals_of(counts))
                return replace(before, sums=sums, counts=counts)
            book = replace(book, cut=lambda _: table)
    (found,) = judge_books([book], as_of)
    return found


def is_earlier(head: Head, book: BookAt, as_of: date) -> bool:
    """Whether the head is this book's own of some records ago, under the same facts and program."""
    return (
        0 < head.seq < book.seq
        and book.hash_at(head.seq) == head.hash
        and key_of(replace(book, seq=head.seq, hash=head.hash), as_of) == head.key
    )


def counts_since(
    before: BookRollUp, table: Book, plans: Sequence[Plan], as_of: date
) -> Counts | None:
    """The counts by place as they are now; None where most of the book is touched."""
    part = touched(table, before.sums.head.seq)
    if PARTS * len(part.records) > len(table.records):
        return None
    _, (now,) = rolled_up([part], plans, as_of)
    counts = before.counts.copy()
    counts[np.searchsorted(before.places, now.prefix)] = now.counts
    return counts


def rolled_up(
    tables: Sequence[Book], plans: Sequence[Plan], as_of: date
) -> tuple[Standing, list[RollUp]]:
    """The tables judged as one, and the year of each by place."""
    standing = judge(abreast(tables), plans, as_of=as_of, ahead_days=days_ahead(as_of))
    year = Span(date(as_of.year, 1, 1), date(as_of.year + 1, 1, 1))
    sizes = [len(table.pairings.keys) for table in tables]
    return standing, roll_up_each(standing, sizes, CODE_DIGITS, year)


def judge_books(books: Sequence[BookAt], as_of: date) -> list[BookRollUp]:
    """The same for several books, at least one, that are all under the same editions.

    They are judged as one table, which for small books takes half as long. Raises alike.
    """
    plans = plans_of(books[0].editions)
    fields = fields_judged(plans)
    tables = [book.cut(fields) for book in books]
    standing, rollups = rolled_up(tables, plans, as_of)
    duties = tuple(
        DutyTold(
            plan=one.plan,
            duty=one.duty,
            title=duty_on(plans, one.plan, one.duty, as_of).title,
            late_weight=late_weight(plans, one.plan),
        )
        for one in standing.duties
    )
    return [
        summed_up(book, table, rolled, duties, as_of)
        for book, table, rolled in zip(books, tables, rollups, strict=True)
    ]


def summed_up(
    book: BookAt, table: Book, rolled: RollUp, duties: tuple[DutyTold, ...], as_of: date
) -> BookRollUp:
    day, pairings = as_of.toordinal(), table.pairings
    runs = (pairings.start <= day) & (day < pairings.until)
    at = np.searchsorted(rolled.prefix, pairings.place[runs])
    running = np.bincount(at, minlength=len(rolled.prefix)).astype(np.int64)
    head = Head(book.code, book.name, book.seq, book.hash, key_of(book, as_of))
    sums = BookSums(head, duties, totals_of(rolled.counts), int(runs.sum()))
    return BookRollUp(sums, rolled.prefix, rolled.counts, running)


def key_of(book: BookAt, as_of: date) -> str:
    """The full key of the judgement: the same as of the county's own pages."""
    return full_key(
        code=book.code,
        name=book.name,
        seq=book.seq,
        head=book.hash,
        editions=[edition_key(one) for one in book.editions],
        as_of=as_of,
    )
