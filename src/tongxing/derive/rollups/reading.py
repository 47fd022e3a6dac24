"""Where books come from: their heads, and one of them ready to be judged.

A reader travels to other processes, so it holds plain values only. `Lost` is a book that
cannot be read or judged; the others go on.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from tongxing.derive.editions import EditionUnreadableError
from tongxing.derive.lake.trouble import LakeTrouble
from tongxing.derive.rollups.judging import judge_book
from tongxing.derive.rollups.shapes import BookAt
from tongxing.derive.rollups.shapes import Failed
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.rollups.shapes import Outcome

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


def judged_by(reader: Reader, head: Head, as_of: date) -> Outcome:
    """The roll-up of one book, or why there is none: one bad book never stops the others."""
    try:
        return judge_book(reader.book(head), as_of)
    except LakeTrouble as problem:
        return Failed(head, problem.say())
    except EditionUnreadableError as problem:
        return Failed(head, str(problem))
    except (OSError, ValueError, LookupError) as problem:
        _log.warning("book %s not judged", head.code, exc_info=True)
        return Failed(head, f"读不出这本台账：{problem}")
