"""Pairings, waivers, editions and attributes of a book, read back from its stretch's row.

The texts of editions lie apart, under their sha256: every book of a province may be under the
same one.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson

from tongxing.derive.facts import AttributeFact
from tongxing.derive.facts import EditionFact
from tongxing.derive.facts import Facts
from tongxing.derive.facts import PairingFact
from tongxing.derive.facts import WaiverFact
from tongxing.derive.keys import EditionKey
from tongxing.derive.keys import editions_key
from tongxing.derive.lake.columns import NEVER
from tongxing.derive.lake.columns import OTHERS
from tongxing.derive.lake.trouble import UnknownEdition
from tongxing.rules.standing.places import CODE_DIGITS
from tongxing.rules.standing.tables import NO_DAY

# What helps where the text of an edition is lost: a sync lays it down again out of the ledger.
PUT_BACK = (
    "在写入这本台账的机器上运行 tongxing lake sync，会把它补上；"
    "合成的湖请从备份取回这个文件，或换一个地址重新生成"
)
Texts = Callable[[str], str | None]  # an edition's text by its sha256


def editions_at(facts: Facts, seq: int) -> tuple[EditionKey, ...]:
    """The editions in force as known at `seq`, by what of them changes a judgement."""
    return tuple(sorted(editions_key(facts.at(seq)), key=orjson.dumps))


def read_facts(row: Mapping[str, Any], texts: Texts, book: str) -> Facts:
    """Back to the facts; raises UnknownEdition when `texts` knows none under a sha256."""
    others = row[OTHERS]
    return Facts(
        _pairings(row),
        tuple(map(_waiver, row["waivers"], others["waivers"])),
        tuple(_edition(one, texts, book) for one in row["editions"]),
        tuple(map(_attribute, row["attributes"], others["attributes"])),
    )


def read_editions(
    row: Mapping[str, Any], texts: Texts, book: str, seq: int
) -> tuple[EditionFact, ...]:
    """The editions known at `seq` alone; raises UnknownEdition."""
    found = row["editions"]
    living = [one for one in found if one["born"] <= seq and not (one["died"] or seq + 1) <= seq]
    return tuple(_edition(one, texts, book) for one in living)


def text_of(sha256: str, texts: Texts, book: str) -> str:
    """The text of an edition; raises UnknownEdition."""
    text = texts(sha256)
    if text is None:
        raise UnknownEdition(
            f"{book} 施行的方案版次 {sha256[:12]} 不在数据湖的 editions 里", f"请{PUT_BACK}"
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
            key, born, _died(died), kinds[kind], f"{place:0{CODE_DIGITS}}",
            date.fromordinal(since), _until(until),
            tuple(acting), tuple(aimed),
        )
        for key, born, died, kind, place, since, until, acting, aimed in plain
    )  # fmt: skip


def _waiver(judged: Sequence[Any], told: Sequence[str]) -> WaiverFact:
    """Out of what judging reads of it, and what else was said."""
    born, died, _, _, _, plan, duties, since, until = judged
    key, pairing, place = told
    return WaiverFact(
        key, born, _died(died), pairing, place, plan, frozenset(duties),
        date.fromordinal(since), _until(until),
    )  # fmt: skip


def _attribute(judged: Sequence[Any], told: Sequence[str]) -> AttributeFact:
    born, died, _, _, name, value, since, until = judged
    key, subject = told
    return AttributeFact(
        key, born, _died(died), subject, name, value, date.fromordinal(since), _until(until)
    )


def _edition(one: Mapping[str, Any], texts: Texts, book: str) -> EditionFact:
    since = date.fromisoformat(one["since"])
    until = None if one["until"] is None else date.fromisoformat(one["until"])
    text = text_of(one["sha256"], texts, book)
    return EditionFact(**{**one, "since": since, "until": until, "text": text})


def _died(seq: int) -> int | None:
    return None if seq == NEVER else seq


def _until(day: int) -> date | None:
    return None if day == NO_DAY else date.fromordinal(day)
