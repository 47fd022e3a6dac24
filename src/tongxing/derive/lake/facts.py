"""Pairings, waivers, editions and attributes of a book as columns of its stretch, and back.

The texts of editions lie apart, under their sha256: every book of a province may be under the
same one.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from typing import TypeVar

import numpy as np
import orjson

from tongxing.derive.facts import AttributeFact
from tongxing.derive.facts import EditionFact
from tongxing.derive.facts import Facts
from tongxing.derive.facts import PairingFact
from tongxing.derive.facts import WaiverFact
from tongxing.derive.keys import EditionKey
from tongxing.derive.keys import editions_key
from tongxing.derive.lake.columns import FACT_NAMES
from tongxing.derive.lake.columns import OTHERS
from tongxing.derive.lake.columns import PAIRINGS
from tongxing.derive.lake.trouble import UnknownEdition
from tongxing.rules.standing.tables import NO_DAY

NEVER = -1  # `died` of what lives on
_PLACE_DIGITS = 12
Texts = Callable[[str], str | None]  # an edition's text by its sha256
T = TypeVar("T", WaiverFact, EditionFact, AttributeFact)

# A stretch that leaves the facts as they were carries none.
NO_FACTS: Mapping[str, Any] = {
    **dict.fromkeys((*FACT_NAMES, *PAIRINGS, "pairing_place"), ()),
    OTHERS: {},
}


def facts_columns(facts: Facts) -> dict[str, Any]:
    """The row's columns that hold `facts`."""
    pairings = facts.pairings
    kinds = _Positions(one.kind for one in pairings)
    parties = _Positions(party for one in pairings for party, _ in one.parties)
    roles = _Positions(role for one in pairings for _, role in one.parties)
    subjects = _Positions(subject for one in pairings for subject in one.subjects)
    acting = [(row, *party) for row, one in enumerate(pairings) for party in one.parties]
    aimed = [(row, subject) for row, one in enumerate(pairings) for subject in one.subjects]
    return {
        "pairing_keys": [one.key for one in pairings],
        "pairing_kinds": kinds.names,
        "fact_parties": parties.names,
        "fact_roles": roles.names,
        "fact_subjects": subjects.names,
        "pairing_born": _narrow(one.born for one in pairings),
        "pairing_died": _narrow(NEVER if one.died is None else one.died for one in pairings),
        "pairing_kind": _narrow(kinds.at[one.kind] for one in pairings),
        "pairing_place": np.array([int(one.place) for one in pairings], np.int64),
        "pairing_since": _narrow(one.since.toordinal() for one in pairings),
        "pairing_until": _narrow(_ordinal(one.until) for one in pairings),
        "party_row": _narrow(row for row, _, _ in acting),
        "party": _narrow(parties.at[party] for _, party, _ in acting),
        "party_role": _narrow(roles.at[role] for _, _, role in acting),
        "subject_row": _narrow(row for row, _ in aimed),
        "subject": _narrow(subjects.at[subject] for _, subject in aimed),
        OTHERS: _others(facts),
    }


def edition_texts(facts: Facts) -> Mapping[str, str]:
    """The texts the facts rest on, by their sha256."""
    return {one.sha256: one.text for one in facts.editions}


def editions_at(facts: Facts, seq: int) -> tuple[EditionKey, ...]:
    """The editions in force as known at `seq`, by what of them changes a judgement."""
    return tuple(sorted(editions_key(facts.at(seq)), key=orjson.dumps))


def read_facts(row: Mapping[str, Any], texts: Texts, book: str) -> Facts:
    """Back to the facts; raises UnknownEdition when `texts` knows none under a sha256."""
    others = row[OTHERS]
    return Facts(
        _pairings(row),
        tuple(
            _dated(WaiverFact, one, duties=frozenset(one["duties"])) for one in others["waivers"]
        ),
        tuple(
            _dated(EditionFact, one, text=text_of(one["sha256"], texts, book))
            for one in others["editions"]
        ),
        tuple(_dated(AttributeFact, one) for one in others["attributes"]),
    )


def read_editions(
    row: Mapping[str, Any], texts: Texts, book: str, seq: int
) -> tuple[EditionFact, ...]:
    """The editions known at `seq` alone; raises UnknownEdition."""
    found = row[OTHERS]["editions"]
    living = [one for one in found if one["born"] <= seq and not (one["died"] or seq + 1) <= seq]
    return tuple(
        _dated(EditionFact, one, text=text_of(one["sha256"], texts, book)) for one in living
    )


def text_of(sha256: str, texts: Texts, book: str) -> str:
    """The text of an edition; raises UnknownEdition."""
    text = texts(sha256)
    if text is None:
        raise UnknownEdition(
            f"{book} 施行的方案版次 {sha256[:12]} 不在数据湖里",
            "请重新运行 tongxing lake sync，由台账补上方案全文",
        )
    return text


def _pairings(row: Mapping[str, Any]) -> tuple[PairingFact, ...]:
    names, roles, kinds = row["fact_parties"], row["fact_roles"], row["pairing_kinds"]
    parties: list[list[tuple[str, str]]] = [[] for _ in row["pairing_keys"]]
    triples = zip(
        row["party_row"].tolist(), row["party"].tolist(), row["party_role"].tolist(), strict=True
    )
    for at, party, role in triples:
        parties[at].append((names[party], roles[role]))
    subjects: list[list[str]] = [[] for _ in row["pairing_keys"]]
    for at, subject in zip(row["subject_row"].tolist(), row["subject"].tolist(), strict=True):
        subjects[at].append(row["fact_subjects"][subject])
    plain = zip(
        row["pairing_keys"],
        *(
            row[f"pairing_{one}"].tolist()
            for one in ("born", "died", "kind", "place", "since", "until")
        ),
        parties,
        subjects,
        strict=True,
    )
    return tuple(
        PairingFact(
            key, born, None if died == NEVER else died, kinds[kind], f"{place:0{_PLACE_DIGITS}}",
            date.fromordinal(since), None if until == NO_DAY else date.fromordinal(until),
            tuple(acting), tuple(aimed),
        )
        for key, born, died, kind, place, since, until, acting, aimed in plain
    )  # fmt: skip


def _others(facts: Facts) -> Mapping[str, Any]:
    """As JSON has them: days as texts, a duty's names in order."""
    found = {
        "waivers": [asdict(one) | {"duties": sorted(one.duties)} for one in facts.waivers],
        "editions": [
            {k: v for k, v in asdict(one).items() if k != "text"} for one in facts.editions
        ],
        "attributes": [asdict(one) for one in facts.attributes],
    }
    told: Mapping[str, Any] = orjson.loads(orjson.dumps(found, option=orjson.OPT_SORT_KEYS))
    return told


def _dated(sort: type[T], one: Mapping[str, Any], **more: Any) -> T:
    since = date.fromisoformat(one["since"])
    until = None if one["until"] is None else date.fromisoformat(one["until"])
    return sort(**{**one, **more, "since": since, "until": until})


class _Positions:
    """Names in the order they were met, and where each stands."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names: Sequence[str] = list(dict.fromkeys(names))
        self.at = {name: row for row, name in enumerate(self.names)}


def _ordinal(day: date | None) -> int:
    return int(NO_DAY) if day is None else day.toordinal()


def _narrow(values: Iterable[int]) -> np.ndarray[Any, np.dtype[np.int32]]:
    return np.fromiter(values, np.int32)
