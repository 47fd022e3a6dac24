"""Rows of the ledger as arrays, read at once or in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
import orjson
import pytest

from tongxing.derive import chunks
from tongxing.derive.chunks import Chunk
from tongxing.derive.chunks import Registers
from tongxing.records.ledger.stretches import COLUMNS
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Deeds


def row(
    seq: int,
    kind: str = "labour-day",
    *,
    doers: Sequence[dict[str, str]] = (),
    about: Sequence[str] = (),
    replaces: Sequence[str] = (),
    values: dict[str, Any] | None = None,
    kept: dict[str, Any] | None = None,
    makes_up: date | None = None,
) -> tuple[Any, ...]:
    said = None if kept is not None else orjson.dumps({"text": "", "values": values or {}}).decode()
    told = {
        "key": str(UUID(int=seq)),
        "seq": seq,
        "kind": kind,
        "doers": orjson.dumps(list(doers)).decode(),
        "place": "440981104209",
        "about": orjson.dumps(list(about)).decode(),
        "happened": date(2025, 3, 10),
        "makes_up": makes_up,
        "recorded": datetime(2025, 3, 10, 16, 30, tzinfo=UTC),
        "replaces": orjson.dumps(list(replaces)).decode(),
        "hash": f"{seq:064x}",
        "text": said,
        "kept": None if kept is None else orjson.dumps(kept).decode(),
    }
    return tuple(told[name] for name in COLUMNS)


def read(*rows: tuple[Any, ...]) -> tuple[Chunk, Registers]:
    registers = Registers()
    return Chunk.read(rows, registers, first_row=0), registers


def test_days_are_ordinals_and_half_past_midnight_in_china_is_the_next_day() -> None:
    chunk, _ = read(row(1, makes_up=date(2025, 2, 28)), row(2))
    assert chunk.happened.tolist() == [date(2025, 3, 10).toordinal()] * 2
    assert chunk.received.tolist() == [date(2025, 3, 11).toordinal()] * 2
    assert chunk.makes_up.tolist() == [date(2025, 2, 28).toordinal(), NO_DAY]


def test_a_person_acting_for_a_unit_stands_twice_with_the_same_role() -> None:
    _, names = read(
        row(1, doers=[{"who": "person:li", "role": "leader", "of": "org:swb"}]),
        row(2, doers=[{"who": "org:zx", "role": "", "of": ""}]),
    )
    deeds = names.deeds()
    told = [
        (r, deeds.parties[d], deeds.roles[role])
        for r, d, role in zip(deeds.doer_row, deeds.doer, deeds.doer_role, strict=True)
    ]
    assert told == [(0, "person:li", "leader"), (0, "org:swb", "leader"), (1, "org:zx", "")]


def test_the_same_deed_done_again_stands_once() -> None:
    zx, swb = {"who": "org:zx"}, {"who": "org:swb"}
    chunk, names = read(
        row(1, doers=[zx]),
        row(2, doers=[swb]),
        row(3, doers=[zx], values={"people": {"v": 1}}),
        row(4, "courtyard", doers=[zx]),
        row(5, doers=[zx], about=["household:7"]),
    )
    deeds = names.deeds()
    assert chunk.deed.tolist() == [0, 1, 0, 2, 3]
    assert [deeds.kinds[kind] for kind in deeds.kind] == ["labour-day"] * 2 + [
        "courtyard",
        "labour-day",
    ]
    assert [deeds.doers_of(one) for one in range(4)] == [(one["who"],) for one in (zx, swb, zx, zx)]
    assert [deeds.subjects_of(one) for one in (0, 3)] == [(), ("household:7",)]


def test_deeds_added_later_leave_the_earlier_ones_and_their_table_as_they_were() -> None:
    zx = {"who": "org:zx"}
    _, names = read(row(1, doers=[zx]))
    before = names.deeds()
    assert names.deeds() is before
    Chunk.read([row(2, "courtyard", about=["household:7"])], names, first_row=1)
    after = names.deeds()
    assert (len(before), before.kinds, before.subjects) == (1, ("labour-day",), ())
    assert after.kind.tolist() == [0, 1]
    assert after.place.tolist() == [440981104209] * 2
    assert (after.doer_row.tolist(), after.about_row.tolist()) == ([0], [1])
    assert after.subjects_of(1) == ("household:7",)


def test_only_stated_values_are_kept_and_near_ones_stay_near() -> None:
    chunk, names = read(
        row(1, values={"people": {"v": 30, "approx": "多"}, "note": None}),
        row(2, values={}),
        row(3, values={"people": {"v": 5}, "work": "patrol"}),
    )
    people = chunk.columns["labour-day.people"]
    assert (people.row.tolist(), people.value.tolist()) == ([0, 2], [30, 5])
    assert people.approx.tolist() == [True, False]
    assert names.words["labour-day.work"].all() == ("patrol",)
    assert "labour-day.note" not in chunk.columns


def test_texts_and_persons_are_in_no_chunk() -> None:
    """What an erasure takes away is read apart, so nothing that is kept has it."""
    chunk, names = read(
        row(1, "purchase", values={"goods": "荔枝干", "amount": {"v": 2}, "mode": "canteen"}),
        row(2, "purchase", kept={"amount": {"v": 3}, "mode": "canteen"}),
    )
    assert chunk.columns.keys() == {"purchase.amount", "purchase.mode"}
    assert names.words.keys() == {"purchase.mode"}


def test_the_figures_of_a_redacted_record_stay() -> None:
    chunk, _ = read(row(1, kept={"people": {"v": 30}}))
    assert chunk.columns["labour-day.people"].value.tolist() == [30]


@pytest.mark.parametrize(
    ("kind", "links"), [("record-returned", "returning"), ("record-accepted", "accepting")]
)
def test_a_record_about_a_record_is_linked_to_it(kind: str, links: str) -> None:
    chunk, _ = read(row(1), row(2, kind, about=[f"record:{UUID(int=1)}", "place:440981104209"]))
    found = getattr(chunk, links)
    assert (found.saying.tolist(), found.concerned.tolist()) == ([1], [0])


def test_a_record_that_replaces_one_of_another_book_is_not_linked() -> None:
    chunk, _ = read(row(1), row(2, replaces=[str(UUID(int=1)), str(UUID(int=99))]))
    assert (chunk.replacing.saying.tolist(), chunk.replacing.concerned.tolist()) == ([1], [0])


def test_rows_are_held_a_batch_at_a_time_and_come_to_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [
        row(n, values={"people": {"v": n}}, replaces=[str(UUID(int=n - 1))] * (n > 3))
        for n in range(1, 6)
    ]
    whole, names = read(*rows)
    monkeypatch.setattr(chunks, "_BATCH", 2)
    again, others = read(*rows)
    assert_same(again, whole)
    assert_same_deeds(others.deeds(), names.deeds())


def test_reading_in_pieces_is_reading_at_once() -> None:
    rows = [
        row(1, doers=[{"who": "org:zx", "role": "", "of": ""}], values={"people": {"v": 1}}),
        row(2, "purchase", values={"amount": {"v": 2, "approx": "近"}, "mode": "canteen"}),
        row(3, replaces=[str(UUID(int=1))], values={"people": {"v": 3}}),
        row(4, "record-returned", about=[f"record:{UUID(int=2)}"]),
    ]
    whole, names = read(*rows)
    for cut in range(1, 4):
        registers = Registers()
        first = Chunk.read(rows[:cut], registers, first_row=0)
        registers.deeds()  # laid out once before the later ones come
        joined = first.joined(Chunk.read(rows[cut:], registers, first_row=cut))
        assert_same(joined, whole)
        assert_same_deeds(registers.deeds(), names.deeds())


def assert_same_deeds(one: Deeds, other: Deeds) -> None:
    for field in fields(Deeds):
        left, right = getattr(one, field.name), getattr(other, field.name)
        np.testing.assert_array_equal(left, right, err_msg=field.name)
        assert np.asarray(left).dtype == np.asarray(right).dtype


def assert_same(one: Chunk, other: Chunk) -> None:
    for name in ("seq", "deed", "happened", "makes_up", "received", "recorded"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    assert (one.ids, one.hashes) == (other.ids, other.hashes)
    for name in ("replacing", "returning", "accepting"):
        left, right = getattr(one, name), getattr(other, name)
        assert left.saying.tolist() == right.saying.tolist()
        assert left.concerned.tolist() == right.concerned.tolist()
    assert one.columns.keys() == other.columns.keys()
    for name, field in one.columns.items():
        assert field.row.tolist() == other.columns[name].row.tolist()
        assert field.value.tolist() == other.columns[name].value.tolist()
        assert field.approx.tolist() == other.columns[name].approx.tolist()
