"""Books judged and summed: the work an engine repeats for every book of a region.

No database, no settings, no state kept from one book to the next: an engine may call
`judge_book` in any process that has this package, however it got the book there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from tongxing.derive.editions import duty_on
from tongxing.derive.editions import fields_judged
from tongxing.derive.editions import late_weight
from tongxing.derive.editions import plans_of
from tongxing.derive.keys import days_ahead
from tongxing.derive.keys import edition_key
from tongxing.derive.keys import full_key
from tongxing.derive.rollups.shapes import BookAt
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import BookSums
from tongxing.derive.rollups.shapes import DutyTold
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.rollups.shapes import totals_of
from tongxing.rules.periods import Span
from tongxing.rules.standing import Book
from tongxing.rules.standing import RollUp
from tongxing.rules.standing import abreast
from tongxing.rules.standing import judge
from tongxing.rules.standing import roll_up_each
from tongxing.rules.standing.places import CODE_DIGITS


def judge_book(book: BookAt, as_of: date) -> BookRollUp:
    """Judge a book as of a whole day, included, and sum the year of that day by place.

    Raises EditionUnreadableError, EditionsOverlapError, and whatever reading the book raises.
    """
    (found,) = judge_books([book], as_of)
    return found


def judge_books(books: Sequence[BookAt], as_of: date) -> list[BookRollUp]:
    """The same for several books, at least one, that are all under the same editions.

    They are judged as one table, which for small books takes half as long. Raises alike.
    """
    plans = plans_of(books[0].editions)
    fields = fields_judged(plans)
    tables = [book.cut(fields) for book in books]
    standing = judge(abreast(tables), plans, as_of=as_of, ahead_days=days_ahead(as_of))
    year = Span(date(as_of.year, 1, 1), date(as_of.year + 1, 1, 1))
    sizes = [len(table.pairings.keys) for table in tables]
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
        for book, table, rolled in zip(
            books, tables, roll_up_each(standing, sizes, CODE_DIGITS, year), strict=True
        )
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
