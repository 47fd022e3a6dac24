"""A book's facts laid down as columns of its stretch's row, for judging and to be told again."""

from __future__ import annotations

from collections.abc import Hashable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import replace
from datetime import date
from typing import Any
from typing import Generic
from typing import TypeVar

import numpy as np
import orjson

from tongxing.derive.facts import PLACE
from tongxing.derive.facts import AttributeFact
from tongxing.derive.facts import Facts
from tongxing.derive.facts import WaiverFact
from tongxing.derive.lake.columns import FACT_LISTS
from tongxing.derive.lake.columns import FACT_NAMES
from tongxing.derive.lake.columns import FACT_PLACES
from tongxing.derive.lake.columns import NEVER
from tongxing.derive.lake.columns import NOBODY
from tongxing.derive.lake.columns import NOWHERE
from tongxing.derive.lake.columns import OTHERS
from tongxing.derive.lake.columns import PAIRINGS
from tongxing.derive.lake.columns import UNHEARD_OF
from tongxing.rules.standing.places import place_range
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Rows

K = TypeVar("K", bound=Hashable)

# A stretch that leaves the facts as they were carries none.
NO_FACTS: Mapping[str, Any] = {
    **dict.fromkeys((*FACT_NAMES, *FACT_LISTS, *FACT_PLACES), ()),
    **dict.fromkeys((*PAIRINGS, "party_role"), ()),
    OTHERS: {},
}


def held_facts(facts: Facts) -> Facts:
    """What of the facts a lake holds: what judging asks for.

    An attribute counts through a pairing aimed at what it is said of: one of a person, a unit, or
    of a household or place nobody is paired with stays in the ledger.
    """
    aims = {aim for one in facts.pairings for aim in one.aims}
    asked = (one for one in facts.attributes if one.subject in aims)
    return replace(facts, attributes=tuple(asked))


def facts_columns(
    facts: Facts, parties: Sequence[str] = (), subjects: Sequence[str] = ()
) -> dict[str, Any]:
    """The row's columns that hold what a lake holds of `facts`.

    `parties` and `subjects` are all the book's records have named by then.
    """
    facts = held_facts(facts)
    pairings = facts.pairings
    kinds = _Positions(one.kind for one in pairings)
    acts = _Positions(party for one in pairings for party, _ in one.parties)
    roles = _Positions(role for one in pairings for _, role in one.parties)
    aims = _Positions(subject for one in pairings for subject in one.subjects)
    acting = [(row, *party) for row, one in enumerate(pairings) for party in one.parties]
    aimed = [(row, subject) for row, one in enumerate(pairings) for subject in one.subjects]
    first = _Positions(one.key for one in pairings).first
    ranges = [_places(place_named(one)) for one in aims.names]
    named = {"fact_parties": acts.names, "fact_subjects": aims.names}
    return {
        "pairing_keys": [one.key for one in pairings],
        "pairing_kinds": kinds.names,
        **named,
        "fact_roles": roles.names,
        "pairing_first": _narrow(first[one.key] for one in pairings),
        "pairing_born": _narrow(one.born for one in pairings),
        "pairing_died": _narrow(_seq(one.died) for one in pairings),
        "pairing_kind": _narrow(kinds.at[one.kind] for one in pairings),
        "pairing_place": np.array([int(one.place) for one in pairings], np.int64),
        "pairing_since": _narrow(one.since.toordinal() for one in pairings),
        "pairing_until": _narrow(_ordinal(one.until) for one in pairings),
        "party_row": _narrow(row for row, _, _ in acting),
        "party": _narrow(acts.at[party] for _, party, _ in acting),
        "party_role": _narrow(roles.at[role] for _, _, role in acting),
        "subject_row": _narrow(row for row, _ in aimed),
        "subject": _narrow(aims.at[subject] for _, subject in aimed),
        "subject_low": np.array([low for low, _ in ranges], np.int64),
        "subject_high": np.array([high for _, high in ranges], np.int64),
        **met_at(named, parties, subjects),
        "waivers": _waivers(facts.waivers, first),
        "attributes": _attributes(facts.attributes, aims.at),
        **_told(facts),
    }


def facts_told(
    facts: Facts | None, parties: Sequence[str], subjects: Sequence[str]
) -> Mapping[str, Any]:
    """All columns a stretch has of facts; of none where an earlier one says them."""
    return NO_FACTS if facts is None else facts_columns(facts, parties, subjects)


def met_at(
    row: Mapping[str, Any], parties: Sequence[str], subjects: Sequence[str]
) -> dict[str, Any]:
    """Where the parties and subjects of the facts stand among all a book's records have named."""
    return {
        "party_at": _among(row["fact_parties"], parties),
        "subject_at": _among(row["fact_subjects"], subjects),
    }


def _among(names: Sequence[str], all_of_them: Sequence[str]) -> Rows:
    at = {name: row for row, name in enumerate(all_of_them)}
    return _narrow(NOBODY if one.startswith(PLACE) else at.get(one, NOBODY) for one in names)


def place_named(subject: str) -> str:
    """The code of a subject that is a place; "" for any other."""
    return subject.removeprefix(PLACE) if subject.startswith(PLACE) else ""


def _waivers(waivers: Iterable[WaiverFact], first: Mapping[str, int]) -> list[list[Any]]:
    """[born, died, first row of its pairing, places from and to, plan, duties, since, until]."""
    return [
        [
            one.born, _seq(one.died), first.get(one.pairing, UNHEARD_OF) if one.pairing else NOBODY,
            *_places(one.place), one.plan, sorted(one.duties),
            one.since.toordinal(), _ordinal(one.until),
        ]
        for one in waivers
    ]  # fmt: skip


def _attributes(
    attributes: Iterable[AttributeFact], subjects: Mapping[str, int]
) -> list[list[Any]]:
    """[born, died, subject, place, name, value, since, until]."""
    return [
        [
            one.born, _seq(one.died), subjects.get(one.subject, NOBODY),
            _place(place_named(one.subject)), one.name, one.value,
            one.since.toordinal(), _ordinal(one.until),
        ]
        for one in attributes
    ]  # fmt: skip


def edition_texts(facts: Facts) -> Mapping[str, str]:
    """The texts the facts rest on, by their sha256."""
    return {one.sha256: one.text for one in facts.editions}


def _told(facts: Facts) -> Mapping[str, Any]:
    """Editions, and what judging never asks of waivers and attributes, as JSON has them."""
    found = {
        "editions": [
            {k: v for k, v in asdict(one).items() if k != "text"} for one in facts.editions
        ],
        OTHERS: {
            "waivers": [(one.key, one.pairing, one.place) for one in facts.waivers],
            "attributes": [(one.key, one.subject) for one in facts.attributes],
        },
    }
    told: Mapping[str, Any] = orjson.loads(orjson.dumps(found, option=orjson.OPT_SORT_KEYS))
    return told


class _Positions(Generic[K]):
    """What was met in the order it was, where each stands, and where each stood first."""

    def __init__(self, met: Iterable[K]) -> None:
        self.first: dict[K, int] = {}
        for row, one in enumerate(met):
            self.first.setdefault(one, row)
        self.names: Sequence[K] = list(self.first)
        self.at = {name: row for row, name in enumerate(self.names)}


def _seq(died: int | None) -> int:
    return NEVER if died is None else died


def _ordinal(day: date | None) -> int:
    return int(NO_DAY) if day is None else day.toordinal()


def _place(code: str) -> int:
    return int(code) if code.isdecimal() else NOWHERE


def _places(place: str) -> tuple[int, int]:
    """The codes [low, high) within a place; none for what is no place."""
    return place_range(place) if place.isdecimal() else (0, 0)


def _narrow(values: Iterable[int]) -> Rows:
    return np.fromiter(values, np.int32)
