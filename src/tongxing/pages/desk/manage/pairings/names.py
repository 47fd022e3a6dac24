"""Names of everything some pairings speak of, fetched in a few queries."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongxing.actions.cardinality import Pair
from tongxing.documents.intake.pairing_sheet import role_title
from tongxing.pages.desk.viewer import Viewer
from tongxing.records.registry.codes import full
from tongxing.records.registry.queries import household_labels
from tongxing.records.registry.queries import parties
from tongxing.records.registry.queries import place_names

TOWN_DIGITS = 9


def book_of(viewer: Viewer) -> str:
    """The book pairings are kept in: one whose county this reader manages; "" for none yet."""
    codes = [viewer.book, *(code for code, _ in viewer.books)]
    for code in codes:
        if code and viewer.scope.may("manage", place=full(code), parties=()):
            return code
    return ""


@dataclass(frozen=True, slots=True)
class Names:
    """Short names by party id, code and household; what is unknown is shown as it stands."""

    parties: Mapping[str, str]
    places: Mapping[str, str]
    households: Mapping[str, str]

    def party(self, id_: str) -> str:
        return self.parties.get(id_, id_)

    def place(self, code: str) -> str:
        return self.places.get(code, code)

    def path(self, code: str) -> str:
        """Town and village in one."""
        town = code[:TOWN_DIGITS].ljust(12, "0")
        return self.place(code) if town == code else f"{self.place(town)}{self.place(code)}"

    def town(self, code: str) -> str:
        return self.place(code[:TOWN_DIGITS].ljust(12, "0"))

    def actors(self, pair: Pair) -> str:
        """Who is paired, with the role where there is one."""
        return "、".join(
            f"{self.party(party)}（{role_title(role)}）" if role else self.party(party)
            for party, role in pair.actors
        )

    def subjects(self, pair: Pair) -> str:
        """The households of a bundle by their labels, a long list cut."""
        labels = [self.households.get(one, one) for one in pair.subjects]
        return f"{'、'.join(labels[:3])}等{len(labels)}户" if len(labels) > 3 else "、".join(labels)  # noqa: PLR2004


def names_of(pairs: Iterable[Pair], on: date, more: Iterable[str] = ()) -> Names:
    """Names for pairings (at most five queries); `more` are further party ids and codes."""
    pairs = list(pairs)
    further = list(more)
    codes = {one.place for one in pairs} | {one for one in further if ":" not in one}
    codes |= {code[:TOWN_DIGITS].ljust(12, "0") for code in codes}
    ids = {party for one in pairs for party, _ in one.actors}
    return Names(
        parties(ids | {one for one in further if ":" in one}),
        place_names(codes, on),
        household_labels({one for pair in pairs for one in pair.subjects}),
    )
