"""Items as a phone's outbox holds them, put together without a county or a database."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from tongxing.records.ledger.canonical import cleaned
from tongxing.records.ledger.canonical import written

ID = "0195880a-5c00-7abc-8def-000000000001"
OTHER = "0195880a-5c00-7abc-8def-000000000002"
PHOTO = "ab" * 32


def draft(**changes: Any) -> dict[str, Any]:
    """A labour day as the phone writes it; `changes` alter it, None takes a field away."""
    given: dict[str, Any] = {
        "kind": "labour-day", "kind_version": 1, "place": "440981104209",
        "doers": [{"who": "org:swb", "role": "", "of": ""}], "happened": "2025-03-11",
        "makes_up": None, "about": [], "values": {"people": "三十多人次"},
        "text": "清理村道两侧杂物", "files": [], "replaces": [],
    }  # fmt: skip
    return given | changes


def item(id_: Any = ID, **changes: Any) -> dict[str, Any]:
    """The draft with an id and the digest that belongs to it."""
    return signed(id_, draft(**changes))


def signed(id_: Any, told: Any) -> dict[str, Any]:
    digest = sha256(written(cleaned(told)).encode()).hexdigest()
    return {"id": id_, "digest": digest, "draft": told}


def without(name: str) -> dict[str, Any]:
    """An item whose draft lacks one field altogether."""
    return signed(ID, {key: one for key, one in draft().items() if key != name})
