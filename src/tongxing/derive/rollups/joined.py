"""Books out of a lake, with what has come into the ledger since its last sync.

Several installations may sync their counties into one lake; of those another keeps it is read
as it stood when that one last did.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace
from datetime import date

from tongxing.derive.held import is_held
from tongxing.derive.lake.joined import book_now
from tongxing.derive.lake.lake import Lake
from tongxing.derive.lake.storage import Access
from tongxing.derive.lake.trouble import Missing
from tongxing.derive.rollups.database import Database
from tongxing.derive.rollups.lake import FOLDER
from tongxing.derive.rollups.lake import head_of
from tongxing.derive.rollups.lake import lake_book
from tongxing.derive.rollups.lake import opened
from tongxing.derive.rollups.shapes import BookAt
from tongxing.derive.rollups.shapes import Head
from tongxing.rules.standing.tables import Book


@dataclass(frozen=True, slots=True)
class LakeAndLedger:
    """The books of the ledger, each read from the lake as far as that holds it, and the lake's."""

    address: str
    access: Access = FOLDER

    @property
    def needs_settings(self) -> bool:
        return True

    def heads(self, prefix: str, as_of: date) -> list[Head]:
        """The ledger's own, and of books the lake alone has; raises LakeTrouble."""
        opened.cache_clear()
        lake = opened(self.address, self.access)
        own = {one.code: one for one in Database().heads(prefix, as_of)}
        others = {one.code: head_of(one, as_of) for one in lake.books(prefix)}
        return [head for _, head in sorted((others | own).items())]

    def book(self, head: Head) -> BookAt:
        """The book up to the ledger's head.

        From the ledger alone where the lake has nothing of it, or not the fields its plans ask
        for. Raises LakeTrouble where a part cannot be read or contradicts the ledger.
        """
        lake = opened(self.address, self.access)
        try:
            one = lake.book(head.code)
        except Missing:
            return Database().book(head)
        if (one.seq, one.head) == (head.seq, head.hash):
            found = replace(lake_book(lake, one), name=head.name)  # as it is called now
        else:
            found = _with_later(lake, head.code)
        return BookAt(
            *(found.code, found.name, found.seq, found.hash, found.editions),
            cut=lambda wanted: _cut(found, head, wanted),
            hash_at=found.hash_at,
        )


def _with_later(lake: Lake, code: str) -> BookAt:
    now = book_now(lake, code)
    return BookAt(now.code, now.name, now.seq, now.head, now.facts.at(now.seq).editions, now.cut)


def _cut(found: BookAt, head: Head, wanted: Iterable[str]) -> Book:
    fields = frozenset(wanted)
    if all(is_held(one) for one in fields):
        return found.cut(fields)
    return Database().book(head).cut(fields)
