"""Law 7: a book replayed from its records alone gives the same projections and head."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Model

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.correct_record import correct_record
from tongxing.actions.grant_waiver import end_waiver
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.replay_book import replay_book
from tongxing.actions.set_attribute import set_attribute
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.models import RecordAbout
from tongxing.records.ledger.models import RecordDoer
from tongxing.records.ledger.models import Replacement
from tongxing.records.ledger.queries import containing
from tongxing.records.pairings.models import Attribute
from tongxing.records.pairings.models import EditionInForce
from tongxing.records.pairings.models import Pairing
from tongxing.records.pairings.models import PairingParty
from tongxing.records.pairings.models import PairingSubject
from tongxing.records.pairings.models import Waiver

PROJECTIONS: dict[type[Model], tuple[str, ...]] = {
    Pairing: ("key", "born", "died", "since", "until", "kind", "place"),
    PairingParty: ("pairing__key", "pairing__born", "party", "role"),
    PairingSubject: ("pairing__key", "pairing__born", "subject"),
    Waiver: ("key", "born", "died", "since", "until", "pairing", "place", "plan", "duties", "reason", "basis", "approver"),
    EditionInForce: ("key", "born", "died", "since", "until", "plan", "edition", "sha256", "text"),
    Attribute: ("key", "born", "died", "since", "until", "subject", "name", "value"),
    RecordDoer: ("record", "party", "role", "of"),
    RecordAbout: ("record", "subject"),
    Replacement: ("record", "replaced"),
    Book: ("code", "head_seq", "head_hash", "head_recorded"),
}  # fmt: skip


def everything_projected() -> dict[str, list[tuple[Any, ...]]]:
    rows = {
        model.__name__: sorted(map(repr, model._default_manager.values_list(*columns)))
        for model, columns in PROJECTIONS.items()
    }
    found = containing(Record.objects.all(), c.BOOK, "村道")
    return rows | {"search": sorted(map(repr, found.values_list("seq")))}


def a_full_book(crew: Cast) -> None:
    acting, at = crew.scope("office"), crew.at
    first = append_record(acting=acting, at=at, draft=crew.draft(about=(c.HOUSEHOLD,)))
    correct_record(acting=acting, at=at, of=first.id, draft=crew.draft(id=new_id(at)))
    waiver = grant_waiver(
        acting=acting, at=at, id=new_id(at), plan="gaozhou-pairing", since=date(2025, 3, 1),
        until=date(2025, 4, 1), reason="防汛", basis="三防指挥部通知", approver="县专班",
        place=c.GENZI, duties=("labour-day",),
    )  # fmt: skip
    end_waiver(
        acting=acting, at=at, id=new_id(at), waiver=str(waiver.id), until=date(2025, 3, 20),
        reason="汛情解除",
    )  # fmt: skip
    end_pairing(
        acting=acting, at=at, id=new_id(at), pairing=str(crew.pairings["zx"]),
        until=date(2025, 3, 1), reason="调整结对",
    )  # fmt: skip
    for value, since, until in (
        ("general", date(2024, 1, 1), None),
        ("monitored", date(2024, 6, 1), date(2024, 12, 1)),
    ):
        set_attribute(
            acting=acting, at=at, id=new_id(at), subjects=(c.HOUSEHOLD,), name="grade", value=value,
            since=since, until=until,
        )  # fmt: skip


def test_a_replayed_book_gives_the_same_rows(crew: Cast) -> None:
    a_full_book(crew)
    before = everything_projected()
    assert all(before[name] for name in before if name not in {"PairingSubject", "EditionInForce"})
    Book.objects.update(head_seq=0, head_hash="", head_recorded=None)
    replay_book(acting=everything(), at=crew.at, book=c.BOOK)
    assert everything_projected() == before


def test_a_damaged_projection_is_mended_by_a_replay(crew: Cast) -> None:
    a_full_book(crew)
    before = everything_projected()
    PairingParty.objects.update(party="org:fl")
    RecordDoer.objects.all().delete()
    assert everything_projected() != before
    replay_book(acting=everything(), at=crew.at, book=c.BOOK)
    assert everything_projected() == before
