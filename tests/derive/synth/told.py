"""A synthetic book told in plain words, for the slow reference to judge."""

from __future__ import annotations

from datetime import date

from tongxing.derive.chunks import Names
from tongxing.derive.cutting import cut_book
from tongxing.derive.registers import NO_PRINTS
from tongxing.derive.registers import PrintedRegisters
from tongxing.derive.synth.book import Made
from tongxing.derive.synth.store import piece_of
from tongxing.rules.standing import Amount
from tongxing.rules.standing import BookBuilder
from tongxing.rules.standing import Doer
from tongxing.rules.standing import PairingRow
from tongxing.rules.standing import RecordRow
from tongxing.rules.standing import WaiverRow
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Book


def table_of(made: Made, wanted: frozenset[str], upto: int | None = None) -> Book:
    """The kernel's tables of the book as known at a seq, as any other book's are cut."""
    deeds, registers = made.deeds, PrintedRegisters()
    for name in ("kinds", "parties", "roles", "subjects"):
        setattr(registers, name, Names(getattr(deeds, name)))
    registers.words = {key: Names(words) for key, words in made.words.items()}
    registers.go_on_after(deeds, NO_PRINTS)
    chunk, last = piece_of(made).chunk, len(made.deed) if upto is None else upto
    return cut_book(made.code, chunk, registers, made.facts.at(last), rows=last, wanted=wanted)


def builder_of(made: Made, upto: int | None = None) -> BookBuilder:
    """The same book row by row."""
    last = len(made.deed) if upto is None else upto
    facts = made.facts.at(last)
    builder = BookBuilder(made.code)
    for row in range(last):
        builder.record(record_row(made, row))
    for one in facts.pairings:
        builder.pairings.append(
            PairingRow(one.key, one.kind, one.actors, (one.place,), one.since, one.until, one.place)
        )
    for waiver in facts.waivers:
        for one in facts.pairings:
            if waiver.pairing == one.key or (waiver.place and waiver.place[:9] == one.place[:9]):
                builder.waivers.append(
                    WaiverRow(one.key, waiver.plan, waiver.since, waiver.until, waiver.duties)
                )
    return builder


def record_row(made: Made, row: int) -> RecordRow:
    deeds, deed = made.deeds, int(made.deed[row])
    doing = deeds.doer_row == deed
    doers = [
        Doer(deeds.parties[who], deeds.roles[role])
        for who, role in zip(deeds.doer[doing], deeds.doer_role[doing], strict=True)
    ]
    makes_up = int(made.makes_up[row])
    return RecordRow(
        kind=deeds.kinds[deeds.kind[deed]],
        happened=date.fromordinal(int(made.happened[row])),
        doers=doers,
        place=str(deeds.place[deed]),
        makes_up=None if makes_up == NO_DAY else date.fromordinal(makes_up),
        received=date.fromordinal(int(made.received[row])),
        values=values_of(made, row),
        replaces=tuple(made.replacing.concerned[made.replacing.saying == row].tolist()),
        returns=concerned(made.returning, row),
        accepts=concerned(made.accepting, row),
    )


def values_of(made: Made, row: int) -> dict[str, Amount | str]:
    found: dict[str, Amount | str] = {}
    for key, field in made.columns.items():
        for at in (field.row == row).nonzero()[0]:
            value = int(field.value[at])
            words = made.words.get(key)
            name = key.partition(".")[2]
            found[name] = words[value] if words else Amount(value, bool(field.approx[at]))
    return found


def concerned(links, row: int) -> int | None:
    found = links.concerned[links.saying == row]
    return int(found[0]) if len(found) else None
