"""What judging a synthetic book depends on beside its records, in every version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tongxing.derive.facts import EditionFact
from tongxing.derive.facts import Facts
from tongxing.derive.facts import PairingFact
from tongxing.derive.facts import WaiverFact
from tongxing.derive.synth.edition import edition_of
from tongxing.derive.synth.edition import edition_text
from tongxing.derive.synth.pairs import Pairs
from tongxing.derive.synth.rows import Ordered
from tongxing.derive.synth.shares import Asked


def facts_of(asked: Asked, book: str, pairs: Pairs, rows: Ordered, keys: Sequence[str]) -> Facts:
    """All facts; `keys` are the ids of the records of system kinds, by SYSTEM's order."""
    seqs = [[row + 1 for row in found.tolist()] for found in list(rows.system.values())[:4]]
    in_force, opened, granted, ended = seqs
    at = len(in_force)
    pairing_keys = keys[at : at + len(opened)]
    waiver_keys = keys[at + len(opened) :]
    return Facts(
        _pairings(asked, pairs, rows, pairing_keys, opened, ended),
        _waivers(asked, pairs, pairing_keys, waiver_keys, granted),
        (_edition(asked, book[:2], keys[0], in_force[0]),),
        (),
    )


def _edition(asked: Asked, province: str, key: str, born: int) -> EditionFact:
    found = edition_of(asked.rhythm, province, asked.year, asked.years)
    text = edition_text(asked.rhythm, province, asked.year, asked.years)
    span = found.effective
    return EditionFact(
        key, born, None, found.plan, found.edition, found.sha256, text, span.start, span.until
    )


def _pairings(
    asked: Asked, pairs: Pairs, rows: Ordered, keys: Sequence[str],
    opened: Sequence[int], ended: Sequence[int],
) -> tuple[PairingFact, ...]:  # fmt: skip
    """Ascending by place, then key; one that ended stands twice, before and after."""
    kind = f"{edition_of(asked.rhythm, '11', asked.year, asked.years).plan}:unit-village"
    died = dict(zip(rows.ended.tolist(), ended, strict=True))
    found = []
    for row, (key, born, place, unit, start, until) in enumerate(
        zip(
            keys, opened, pairs.village.tolist(), pairs.unit.tolist(),
            pairs.start.tolist(), pairs.until.tolist(), strict=True,
        )
    ):  # fmt: skip
        since, actors = date.fromordinal(start), ((pairs.units[unit], ""),)
        end = died.get(row)
        found.append(PairingFact(key, born, end, kind, str(place), since, None, actors, ()))
        if end is not None:
            last = date.fromordinal(until)
            found.append(PairingFact(key, end, None, kind, str(place), since, last, actors, ()))
    found.sort(key=lambda one: (one.place, one.key, one.born))
    return tuple(found)


def _waivers(
    asked: Asked, pairs: Pairs, keys: Sequence[str], own: Sequence[str], granted: Sequence[int]
) -> tuple[WaiverFact, ...]:
    plan = edition_of(asked.rhythm, "11", asked.year, asked.years).plan
    waived = pairs.waived
    found = [
        WaiverFact(
            key, born, None, keys[row] if row >= 0 else "", "" if row >= 0 else str(place), plan,
            frozenset(), date.fromordinal(start), date.fromordinal(until),
        )
        for key, born, row, place, start, until in zip(
            own, granted, waived.pairing.tolist(), waived.place.tolist(),
            waived.start.tolist(), waived.until.tolist(), strict=True,
        )
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.born, one.key)))
