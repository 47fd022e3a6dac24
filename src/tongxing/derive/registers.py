"""The names and deeds a stretch adds, as columns of a row, and registers read back from rows.

A row stands in a pack of a lake, or in a book kept on disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongxing.derive.chunks import Deed
from tongxing.derive.chunks import Names
from tongxing.derive.chunks import Registers
from tongxing.derive.held import is_held
from tongxing.rules.standing.tables import Deeds

_NAMED = ("kinds", "parties", "roles", "subjects")
_OF_DEED = ("doer_row", "doer", "doer_role", "about_row", "about")
Prints = NDArray[np.int64]
NO_PRINTS: Prints = np.zeros(0, np.int64)
_LAID_OUT: Deed = (-1, -1, (), ())  # stands where a deed does that is never looked at again


@dataclass(frozen=True, slots=True)
class Mark:
    """How many names and deeds were known already when a stretch began."""

    named: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, int] = field(default_factory=dict)
    deeds: int = 0


NOTHING = Mark()


def register_row(
    deeds: Deeds,
    words: Mapping[str, Sequence[str]],
    prints: Prints = NO_PRINTS,
    since: Mark = NOTHING,
) -> dict[str, Any]:
    """What stands in `registers` of a stretch: names and deeds beyond `since`.

    `prints` tell the deeds apart when later records are added; a lake that never grows needs none.
    """
    first = since.deeds
    doers = np.searchsorted(deeds.doer_row, first)
    abouts = np.searchsorted(deeds.about_row, first)
    begin = dict(zip(_OF_DEED, (doers, doers, doers, abouts, abouts), strict=True))
    later = {key: names[since.words.get(key, 0) :] for key, names in words.items() if is_held(key)}
    later = {key: names for key, names in later.items() if names}
    return {
        **{name: getattr(deeds, name)[since.named.get(name, 0) :] for name in _NAMED},
        "word_fields": list(later),
        "word_count": [len(names) for names in later.values()],
        "words": [name for names in later.values() for name in names],
        "deed_kind": deeds.kind[first:],
        "deed_place": deeds.place[first:],
        "deed_print": prints[first:],
        **{f"deed_{name}": getattr(deeds, name)[at:] for name, at in begin.items()},
    }


def fingerprint(kind: str, place: str, doers: str, about: str) -> int:
    """What a deed is told apart by across stretches: 63 bits of its very text's sha256."""
    text = f"{kind}\n{place}\n{doers}\n{about}".encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "big") >> 1


class PrintedRegisters(Registers):
    """Registers that know each deed's fingerprint, and so go on where a lake ends."""

    __slots__ = ("_earlier", "_known", "_prints")

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[int, int] = {}
        self._prints: list[int] = []
        self._earlier: Prints = NO_PRINTS  # taken over, and not yet among the known

    def deed_of(self, kind: str, place: str, doers: str, about: str) -> int:
        known = self._deed_of.get((kind, place, doers, about))
        if known is not None:
            return known
        if len(self._earlier):
            self._look_at_earlier()
        print_ = fingerprint(kind, place, doers, about)
        known = self._known.get(print_)
        if known is None:
            known = self._known[print_] = super().deed_of(kind, place, doers, about)
            self._prints.append(print_)
        self._deed_of[kind, place, doers, about] = known
        return known

    def go_on_after(self, deeds: Deeds, prints: Prints) -> None:
        """Take over deeds met earlier; only for registers that have met none."""
        self._table = deeds
        self._deeds = [_LAID_OUT] * len(deeds)
        self._earlier = prints

    def _look_at_earlier(self) -> None:
        """Only now that a later record asks: of a book that has not grown nobody does."""
        self._prints = self._earlier.tolist()
        self._known = {print_: row for row, print_ in enumerate(self._prints)}
        self._earlier = NO_PRINTS

    @property
    def prints(self) -> Prints:
        return self._earlier if len(self._earlier) else np.array(self._prints, np.int64)

    @property
    def mark(self) -> Mark:
        """How far these registers are."""
        if not self._deeds:  # what registers begin with belongs to the first stretch
            return NOTHING
        return Mark(
            {name: len(getattr(self, name).all()) for name in _NAMED},
            {key: len(names.all()) for key, names in self.words.items()},
            len(self.deeds()),
        )

    def added(self, since: Mark) -> dict[str, Any]:
        """The row of a stretch that began at `since`."""
        words = {key: names.all() for key, names in self.words.items()}
        return register_row(self.deeds(), words, self.prints, since)


def resumed(rows: Sequence[Mapping[str, Any]]) -> PrintedRegisters:
    """The registers as they were after the last of these stretches."""
    found = PrintedRegisters()
    for name in _NAMED:
        setattr(found, name, Names(one for row in rows for one in row[name]))
    for key, names in words_of(rows).items():
        found.words[key] = Names(names)
    found.go_on_after(deeds_of(rows), joined(rows, "deed_print"))
    return found


def deeds_of(rows: Sequence[Mapping[str, Any]]) -> Deeds:
    """The deeds of a book as the kernel's table."""
    named: dict[str, Any] = {
        name: tuple(chain.from_iterable(row[name] for row in rows)) for name in _NAMED
    }
    arrays: dict[str, Any] = {
        name: joined(rows, f"deed_{name}") for name in ("kind", "place", *_OF_DEED)
    }
    return Deeds(**arrays, **named)


def words_of(
    rows: Iterable[Mapping[str, Any]], wanted: frozenset[str] | None = None
) -> dict[str, list[str]]:
    """The words of each field in the order they were met; of the `wanted` fields alone."""
    found: dict[str, list[str]] = {}
    for row in rows:
        at = 0
        for key, count in zip(row["word_fields"], row["word_count"].tolist(), strict=True):
            if wanted is None or key in wanted:
                found.setdefault(key, []).extend(row["words"][at : at + count])
            at += count
    return found


def joined(rows: Sequence[Mapping[str, Any]], name: str) -> NDArray[Any]:
    """A column over all stretches of a book."""
    parts = [row[name] for row in rows]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
