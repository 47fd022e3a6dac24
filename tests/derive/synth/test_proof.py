"""The chain of a synthetic book is the ledger's: its rows say what the book's arrays say."""

from __future__ import annotations

import hashlib
from datetime import date

import orjson
import pytest

from tests.derive.synth.told import record_row
from tongxing.derive.lake.writer import Proof
from tongxing.derive.synth.book import Made
from tongxing.derive.synth.book import made
from tongxing.derive.synth.proof import proof_of
from tongxing.derive.synth.shares import Asked
from tongxing.records.ledger.canonical import GENESIS
from tongxing.records.ledger.canonical import ROW

ASKED = Asked(40, seed=9, place="440981")


@pytest.fixture(scope="module")
def book() -> Made:
    return made(ASKED, "440981", 40)


@pytest.fixture(scope="module")
def proved(book: Made) -> tuple[Proof, str]:
    return proof_of(ASKED.seed, book)


def test_the_chain_replays_to_its_head(book: Made, proved: tuple[Proof, str]) -> None:
    proof, head = proved
    prev = GENESIS
    for row, hash_ in zip(proof.row, proof.hash, strict=True):
        prev = hashlib.sha256(prev.encode() + row).hexdigest()
        assert bytes.fromhex(prev) == hash_
    assert prev == head
    assert len(proof.row) == len(book.deed)


def test_rows_say_what_the_arrays_say(book: Made, proved: tuple[Proof, str]) -> None:
    proof, _ = proved
    for row in range(0, len(book.deed), 7):
        said = dict(zip(ROW, proof.row[row].decode().split("\n"), strict=True))
        told = record_row(book, row)
        assert (said["book"], int(said["seq"])) == ("440981", row + 1)
        assert (said["kind"], said["place"]) == (told.kind, told.place)
        assert date.fromisoformat(said["happened"]) == told.happened
        assert said["makes_up"] == (str(told.makes_up) if told.makes_up else "")
        parties = {
            (party, doer["role"])
            for doer in orjson.loads(said["doers"])
            for party in (doer["who"], doer["of"])
            if party
        }
        assert parties == {(doer.who, doer.role) for doer in told.doers}


def test_corrections_and_returns_name_the_records_by_their_ids(
    book: Made, proved: tuple[Proof, str]
) -> None:
    proof, _ = proved
    rows = [dict(zip(ROW, row.decode().split("\n"), strict=True)) for row in proof.row]
    for saying, old in zip(book.replacing.saying, book.replacing.concerned, strict=True):
        assert rows[old]["id"] in orjson.loads(rows[saying]["replaces"])
    for links in (book.returning, book.accepting):
        assert len(links.saying)
        for saying, old in zip(links.saying, links.concerned, strict=True):
            assert f"record:{rows[old]['id']}" in orjson.loads(rows[saying]["about"])


def test_facts_go_by_the_ids_of_their_records(book: Made, proved: tuple[Proof, str]) -> None:
    proof, _ = proved
    ids = [row.decode().partition("\n")[0] for row in proof.row]
    assert len(set(ids)) == len(ids)
    for fact in (*book.facts.waivers, *book.facts.editions):
        assert ids[fact.born - 1] == fact.key
    opened = [fact for fact in book.facts.pairings if fact.until is None]
    assert opened
    assert all(ids[fact.born - 1] == fact.key for fact in opened)
