"""Texts and persons a plan asks about, as columns read from the database when judging needs them.

They are what an erasure takes away, so no chunk has them and nothing of them is kept on disk
(`held.py`). Few plans ask for any, and then for those of one kind of record.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from threading import Lock

import numpy as np

from tongxing.derive.chunks import Field
from tongxing.derive.chunks import Names
from tongxing.derive.chunks import Stated
from tongxing.derive.chunks import Told
from tongxing.derive.chunks import join_fields
from tongxing.records.ledger.stretches import said_rows

_EMPTY = Field(np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0, np.bool_))


@dataclass(slots=True)
class Texts:
    """Columns of one book: each read once, and then only what came in after.

    What is read stays read until the book has a redaction; then its snapshot begins anew.
    """

    book: str
    _known: dict[str, Told] = field(default_factory=dict)
    _upto: dict[str, int] = field(default_factory=dict)
    _guard: Lock = field(default_factory=Lock)

    def columns(self, wanted: Iterable[str], seq: int) -> Mapping[str, Told]:
        """The `wanted` "kind.field" columns, at least up to record `seq`.

        Rows are seqs from 0 on: a book has no gaps.
        """
        with self._guard:
            asked = tuple(wanted)
            behind: dict[int, list[str]] = {}
            for key in asked:
                if self._upto.get(key, 0) < seq:
                    behind.setdefault(self._upto.get(key, 0), []).append(key)
            for since, keys in behind.items():
                self._read(frozenset(keys), since, seq)
            return {key: self._known[key] for key in asked}

    def _read(self, keys: frozenset[str], since: int, seq: int) -> None:
        words = {key: self._known[key].words for key in keys if key in self._known}
        stated = Stated(words, keys.__contains__)
        kinds = sorted({key.partition(".")[0] for key in keys})
        for at, kind, text, left in said_rows(self.book, kinds, since + 1, seq):
            stated.take(at - 1, kind, text, left)
        later = stated.columns()
        for key in keys:
            before = self._known[key].field if key in self._known else _EMPTY
            found = join_fields(before, later.get(key, _EMPTY))
            self._known[key] = Told(found, words.get(key) or Names())
            self._upto[key] = seq
