"""Take in what a phone could not send, from the file its owner handed over.

Who typed it into the ledger is whoever takes it in; who did it stands in the records. The
audit names the account the file came from. The same file again adds nothing, and the phone,
should it come into signal, is answered that it is all there.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tongxing.actions.errors import Refused
from tongxing.actions.errors import shown
from tongxing.actions.hand_in import HandedIn
from tongxing.actions.hand_in import Taken
from tongxing.actions.hand_in import hand_in
from tongxing.actions.keep_photo import keep_photo
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of each record, and what was wrong with photos (sha256 → words)."""

    taken: tuple[Taken, ...]
    photos: Mapping[str, str]


def try_unsent(*, acting: Scope, at: datetime, handed: Sequence[HandedIn]) -> tuple[Taken, ...]:
    """What would become of each record; nothing is written."""
    with transaction.atomic():
        found = tuple(hand_in(acting=acting, at=at, handed=handed, photos=False))
        transaction.set_rollback(True)
    return found


def take_unsent(
    *,
    acting: Scope,
    at: datetime,
    account: str,
    handed: Sequence[HandedIn],
    photos: Mapping[str, bytes],
) -> TakenIn:
    """Write the records, then add the photos they name; one never blocks the rest."""
    taken = tuple(hand_in(acting=acting, at=at, handed=handed))
    written = [one for one in taken if one.outcome.record and not one.outcome.repeated]
    wanted = {key for one in taken for key in one.missing}
    wrong: dict[str, str] = {}
    for key in sorted(wanted & photos.keys()):
        try:
            keep_photo(acting=acting, at=at, key=key, data=photos[key])
        except Refused as refused:
            wrong[key] = refused.say()
    if written:
        audit.note(
            at=at, who=acting.person, verb="take-unsent", subject=f"account:{shown(account)}",
            detail={"records": len(written)},
        )  # fmt: skip
    return TakenIn(taken, wrong)
