"""Where books come from: their heads, and one of them ready to be judged.

A reader travels to other processes, so it holds plain values only. `Lost` is a book that
cannot be read or judged; the others go on.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from tongxing.derive.editions import EditionUnreadableError
from tongxing.derive.keys import EditionKey
from tongxing.derive.keys import edition_key
from tongxing.derive.lake.trouble import LakeTrouble
from tongxing.derive.rollups.judging import judge_book
from tongxing.derive.rollups.judging import judge_books
from tongxing.derive.rollups.shapes import BookAt
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import Failed
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.rollups.shapes import Outcome

_PROVINCE = 2  # digits
_log = logging.getLogger(__name__)


class Reader(Protocol):
    """A database, a lake, or both together."""

    @property
    def needs_settings(self) -> bool:
        """Whether a fresh process must be set up for a database before it unpacks this."""

    def heads(self, prefix: str, as_of: date) -> Sequence[Head]:
        """The books whose code begins with `prefix`, by code, with the key of each."""

    def book(self, head: Head) -> BookAt:
        """The book as it stood at `head`; raises OSError, ValueError or LookupError."""


def judged_by(reader: Reader, head: Head, as_of: date, before: BookRollUp | None = None) -> Outcome:
    """The roll-up of one book, or why there is none: one bad book never stops the others.

    `before` is what the book came to some records ago, if that is known.
    """
    try:
        return judge_book(reader.book(head), as_of, before)
    except LakeTrouble as problem:
        return Failed(head, problem.say(), passing=True)
    except EditionUnreadableError as problem:
        return Failed(head, str(problem))
    except (OSError, ValueError, LookupError) as problem:
        _log.warning("book %s not judged", head.code, exc_info=True)
        return Failed(head, f"读不出这本台账：{problem}", passing=isinstance(problem, OSError))


def judged_together(reader: Reader, heads: Sequence[Head], as_of: date) -> list[Outcome]:
    """The outcome of each book; those under the same editions are judged as one table.

    Where any of them makes trouble each is judged by itself, so that it is the one named.
    """
    try:
        books = [reader.book(head) for head in heads] if len(heads) > 1 else []
        alike: dict[tuple[EditionKey, ...], list[BookAt]] = {}
        for book in books:
            alike.setdefault(tuple(map(edition_key, book.editions)), []).append(book)
        found = {
            one.sums.head.code: one for some in alike.values() for one in judge_books(some, as_of)
        }
    except (LakeTrouble, OSError, ValueError, LookupError):
        found = {}
    return [found.get(head.code) or judged_by(reader, head, as_of) for head in heads]


def shares(heads: Iterable[Head], most: int) -> list[list[Head]]:
    """Neighbouring books together, of one province, up to `most` records; the larger alone."""
    found: list[list[Head]] = []
    room = 0
    for head in sorted(heads, key=lambda one: one.code):
        is_elsewhere = not found or found[-1][0].code[:_PROVINCE] != head.code[:_PROVINCE]
        if is_elsewhere or head.seq > room:
            found.append([])
            room = most
        found[-1].append(head)
        room -= head.seq
    return found
