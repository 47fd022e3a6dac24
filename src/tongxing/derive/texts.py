"""Texts and persons a plan asks about, as columns read from the database when judging needs them.

They are what an erasure takes away, so no chunk has them and nothing of them is kept on disk
(`held.py`). Few plans ask for any, and only for figures: most pages do without.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from threading import Lock

import numpy as np

from tongxing.derive.chunks import Field
from tongxing.derive.chunks import Growing
from tongxing.derive.chunks import Names
from tongxing.derive.chunks import Told
from tongxing.derive.chunks import join_fields
from tongxing.derive.chunks import stated
from tongxing.records.ledger.stretches import said_rows

_NOTHING = Told(Field(np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0, np.bool_)), Names())


@dataclass(slots=True)
class Texts:
    """Columns of one book: each read once, and then only what came in after.

    What is read stays read until the book has a redaction; then its snapshot begins anew.
    """

    book: str
    _known: dict[str, tuple[int, Told]] = field(default_factory=dict)  # up to which record
    _guard: Lock = field(default_factory=Lock)

    def column(self, key: str, seq: int) -> Told:
        """The "kind.field" column, at least up to record `seq`; rows are seqs from 0 on."""
        with self._guard:
            upto, told = self._known.get(key, (0, _NOTHING))
            if upto < seq:
                told = _extended(told, self.book, key, upto, seq)
                self._known[key] = seq, told
            return told


def _extended(known: Told, book: str, key: str, since: int, seq: int) -> Told:
    """A column and what the records after `since` say."""
    kind, _, name = key.partition(".")
    words = {key: Names(known.words.all())}
    later = Growing(key, words)
    for at, text, left in said_rows(book, kind, since + 1, seq):
        later.take(at - 1, stated(text, left).get(name))
    return Told(join_fields(known.field, later.field()), words[key])
