"""The chain of a synthetic book, so that checking a lake can be tried on it: for small books.

Every row is written as the ledger writes it and hashed after the one before. Of what records
say only the figures and choices are there; texts were never made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any
from uuid import UUID

from tongxing.derive.lake.writer import Proof
from tongxing.derive.synth.book import Made
from tongxing.derive.synth.ids import Ids
from tongxing.derive.synth.ids import dashed
from tongxing.records.ledger.canonical import GENESIS
from tongxing.records.ledger.canonical import content_hash
from tongxing.records.ledger.canonical import content_text
from tongxing.records.ledger.canonical import row_hash
from tongxing.records.ledger.canonical import row_text
from tongxing.records.ledger.canonical import written
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Deeds

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def proof_of(seed: int, book: Made) -> tuple[Proof, str]:
    """What the chain of the book is replayed from, and the hash it ends with."""
    ids = Ids(seed, book.code, book.received).hexes(book.seq - 1, book.recorded)
    deeds, values = [_told(book.deeds, row) for row in range(len(book.deeds))], _values(book)
    versions = {name: kind.version for name, kind in shipped_kinds().items()}
    replaced = _replaced(book, ids)
    rows, hashes, prev = [], [], GENESIS
    for row, (key, deed, happened, makes_up, recorded) in enumerate(
        zip(
            ids, book.deed.tolist(), book.happened.tolist(), book.makes_up.tolist(),
            book.recorded.tolist(), strict=True,
        )
    ):  # fmt: skip
        kind, doers, place, about, by = deeds[deed]
        text = row_text(
            UUID(hex=key), book.code, row + 1, kind, versions[kind], doers, place, about,
            date.fromordinal(happened),
            None if makes_up == NO_DAY else date.fromordinal(makes_up),
            _EPOCH + timedelta(microseconds=recorded), by,
            content_hash(key, content_text("", values.get(row, {}))),
            written(sorted(replaced.get(row, ()))),
        )  # fmt: skip
        prev = row_hash(prev, text)
        rows.append(text.encode())
        hashes.append(bytes.fromhex(prev))
    proof = Proof([bytes.fromhex(key) for key in ids], book.recorded, hashes, rows)
    return proof, prev


def _told(deeds: Deeds, row: int) -> tuple[str, str, str, str, str]:
    """(kind, doers, place, about, who wrote it down) of one deed."""
    doing = deeds.doer_row == row
    doers = [deeds.parties[who] for who in deeds.doer[doing].tolist()]
    role = deeds.roles[deeds.doer_role[doing][0]]
    first, *others = doers
    if first.startswith("person:"):  # for the unit, when one stands beside
        told = [{"of": others[0] if others else "", "role": role, "who": first}]
    else:
        told = [{"of": "", "role": role, "who": one} for one in doers]
    by = first if first.startswith("person:") else f"person:{first.removeprefix('org:')}-2"
    about = [deeds.subjects[one] for one in deeds.about[deeds.about_row == row].tolist()]
    kind, place = deeds.kinds[deeds.kind[row]], f"{deeds.place[row]:012d}"
    return kind, written(told), place, written(about), by


def _values(book: Made) -> Mapping[int, Mapping[str, Any]]:
    """What each record states, by its row."""
    found: dict[int, dict[str, Any]] = {}
    for key, column in book.columns.items():
        name, words = key.partition(".")[2], book.words.get(key)
        for row, value, approx in zip(
            column.row.tolist(), column.value.tolist(), column.approx.tolist(), strict=True
        ):
            number = {"v": value, "approx": "约"} if approx else {"v": value}
            found.setdefault(row, {})[name] = words[value] if words else number
    return found


def _replaced(book: Made, ids: Sequence[str]) -> Mapping[int, Sequence[str]]:
    found: dict[int, list[str]] = {}
    links = book.replacing
    for row, old in zip(links.saying.tolist(), links.concerned.tolist(), strict=True):
        found.setdefault(row, []).append(dashed(ids[old]))
    return found
