"""Records that name photos, photos brought for them, and what the records show then."""

from __future__ import annotations

from typing import Any

from tests.pages.api.phone.pictures import key_of
from tests.records.cast import Cast
from tongxing.actions.draft import Draft
from tongxing.actions.hand_in import HandedIn
from tongxing.actions.hand_in import hand_in
from tongxing.actions.keep_photo import keep_chunk
from tongxing.actions.keep_photo import photo_state
from tongxing.records.evidence import parts
from tongxing.records.evidence.parts import Arrived
from tongxing.records.evidence.queries import attachments_of

SMALL = 1_000  # bytes of a part where `short_parts` is asked for
NOTHING = Arrived(None, (), whole=False)


def keep(crew: Cast, whole: bytes, *ns: int, who: str = "swb", **changes: Any) -> Arrived:
    """Bring some parts of a photo (all of them, when none are named); how much is here then."""
    found = NOTHING
    for n in ns or range(parts.number_of(len(whole))):
        given = {
            "key": key_of(whole), "size": len(whole), "n": n,
            "data": whole[n * parts.CHUNK : (n + 1) * parts.CHUNK],
        }  # fmt: skip
        found = keep_chunk(acting=crew.scope(who), at=crew.at, **(given | changes))
    return found


def written(crew: Cast, *photos: bytes, who: str = "swb") -> Draft:
    """A record of somebody's that names these photos, in the ledger."""
    draft = crew.draft(files=tuple(key_of(one) for one in photos))
    (taken,) = hand_in(acting=crew.scope(who), at=crew.at, handed=[HandedIn(draft)])
    assert taken.outcome.record is not None
    return draft


def attached(draft: Draft) -> list[str]:
    return [row.file_id for row in attachments_of([draft.id])]


def state(crew: Cast, data: bytes, who: str = "swb") -> Arrived:
    return photo_state(acting=crew.scope(who), at=crew.at, key=key_of(data))


def complete(data: bytes) -> Arrived:
    return Arrived(len(data), tuple(range(parts.number_of(len(data)))), whole=True)
