"""Which pages the viewer may open: what has none for them is named without a link."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tongxing.derive.boards.view import View
from tongxing.records.registry.codes import LEVEL_DIGITS
from tongxing.records.registry.codes import full


@dataclass(frozen=True, slots=True)
class Doors:
    """Places and parties of one book that have a page for the viewer."""

    view: View
    around: frozenset[str]  # places with a pairing in view within them, 12 digits
    parties: frozenset[str]  # with a pairing or a record in view, and the viewer's own

    def place(self, code: str) -> bool:
        """Whether a place's page opens, if there is such a place on the day."""
        inside = code.startswith(self.view.stand.book)
        return inside and (code in self.around or self.view.scope.sees_place(code))

    def party(self, party: str) -> bool:
        """Whether a unit's or team's page opens."""
        return party in self.parties


def doors_of(view: View) -> Doors:
    """The doors of one viewer; no query."""
    return view.remember("doors", lambda: _doors(view))


def _doors(view: View) -> Doors:
    seen = [one for row, one in enumerate(view.pairings) if view.seen[row]]
    table = view.judged.standing.book.records
    deeds = table.deeds
    done = np.zeros(len(deeds), np.bool_)
    done[table.deed[view.sight]] = True
    acting = np.zeros(len(deeds.parties), np.bool_)
    acting[deeds.doer[done[deeds.doer_row]]] = True
    return Doors(
        view=view,
        around=frozenset(
            full(place[:digits]) for place in {one.place for one in seen} for digits in LEVEL_DIGITS
        ),
        parties=view.scope.parties
        | {actor for one in seen for actor in one.actors}
        | {deeds.parties[row] for row in np.flatnonzero(acting).tolist()},
    )
