"""What the fold makes of a change of many: marks left out, ends taken back, all in memory."""

from __future__ import annotations

from datetime import date
from typing import Any

from tongxing.records.pairings.fold import Fact
from tongxing.records.pairings.fold import fold
from tongxing.records.pairings.memory import Memory
from tongxing.records.pairings.models import Pairing

BOOK, PLACE = "440981", "440981104209"
UNIT = ("org:swb", "")


class Told:
    """A book told fact by fact."""

    def __init__(self) -> None:
        self.memory = Memory()
        self.seq = 0

    def tell(self, kind: str, id_: str, **more: Any) -> None:
        self.seq += 1
        given: dict[str, Any] = {
            "about": (), "replaces": (), "values": {}, "doers": (UNIT,), "text": "",
        }  # fmt: skip
        fold(
            Fact(id=id_, book=BOOK, seq=self.seq, kind=kind, place=PLACE, **(given | more)),
            self.memory,
        )

    def opens(self, id_: str = "a", about: tuple[str, ...] = ()) -> None:
        values = {"pairing": "p:k", "from": "2024-09-01"}
        self.tell("pairing-opened", id_, values=values, about=about)

    def ends(self, until: str, key: str = "a") -> None:
        about = (f"pairing:{key}", "change:1")
        self.tell("pairing-ended", f"end-{self.seq}", values={"until": until}, about=about)

    def resumes(self, key: str = "a") -> None:
        self.tell("pairing-resumed", f"on-{self.seq}", about=(f"pairing:{key}", "change:2"))

    def alive(self) -> list[Pairing]:
        return self.memory.keyed(Pairing, BOOK, ["a", "b"])

    def versions(self) -> list[tuple[int, int | None, date | None]]:
        rows = [row for row in self.memory.rows[Pairing] if isinstance(row, Pairing)]
        return [(row.born, row.died, row.until) for row in rows]


def test_the_mark_of_a_change_is_no_subject():
    told = Told()
    told.opens(about=("household:1", "change:1"))
    (row,) = told.alive()
    assert told.memory.sides(row).subjects == ("household:1",)


def test_an_end_taken_back_leaves_the_pairing_as_it_was():
    told = Told()
    told.opens(about=("household:1",))
    told.ends("2025-03-18")
    told.resumes()
    (row,) = told.alive()
    assert (row.key, row.since, row.until) == ("a", date(2024, 9, 1), None)
    assert told.memory.sides(row).actors == (UNIT,)
    assert told.memory.sides(row).subjects == ("household:1",)


def test_what_was_known_in_between_stays_known():
    told = Told()
    told.opens()
    told.ends("2025-03-18")
    told.resumes()
    assert told.versions() == [(1, 2, None), (2, 3, date(2025, 3, 18)), (3, None, None)]


def test_it_may_end_again_after_it_went_on():
    told = Told()
    told.opens()
    told.ends("2025-03-18")
    told.resumes()
    told.ends("2025-06-01")
    (row,) = told.alive()
    assert row.until == date(2025, 6, 1)


def test_what_was_withdrawn_does_not_come_back():
    told = Told()
    told.opens()
    told.tell("record-withdrawn", "w", replaces=("a",))
    told.resumes()
    assert told.alive() == []


def test_only_the_pairing_named_goes_on():
    told = Told()
    told.opens("a")
    told.opens("b")
    told.ends("2025-03-18", "a")
    told.ends("2025-03-18", "b")
    told.resumes("b")
    assert {row.key: row.until for row in told.alive()} == {"a": date(2025, 3, 18), "b": None}
