"""Photos: how much is here, and one more part of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from tongxing.actions.errors import Refused
from tongxing.actions.keep_photo import keep_chunk
from tongxing.actions.keep_photo import photo_state
from tongxing.pages.api.phone.answering import Halt
from tongxing.pages.api.phone.keyed import Phone
from tongxing.pages.outbox.shape import SHA256
from tongxing.records.evidence.parts import Arrived

_KEY = re.compile(SHA256)
NO_PHOTO = Halt(HTTPStatus.NOT_FOUND, "not-found", "照片编号不对，没有收下。")
STATUS: Mapping[str, HTTPStatus] = {
    "erased": HTTPStatus.CONFLICT,
    "quota": HTTPStatus.CONFLICT,
    "damaged": HTTPStatus.BAD_REQUEST,
    "unusable-file": HTTPStatus.UNPROCESSABLE_ENTITY,
}


def state_of(phone: Phone, key: str) -> dict[str, Any]:
    """As `FileState` describes; raises `Halt`."""
    _photo(key)
    try:
        return _told(photo_state(acting=phone.scope, at=phone.at, key=key))
    except Refused as refused:
        raise _halt(refused) from None


def taken_in(phone: Phone, key: str, size: int, n: int, data: bytes) -> dict[str, Any]:
    """Keep a part and tell how much is here now; raises `Halt`."""
    _photo(key)
    try:
        arrived = keep_chunk(acting=phone.scope, at=phone.at, key=key, size=size, n=n, data=data)
    except Refused as refused:
        raise _halt(refused) from None
    return _told(arrived)


def _photo(key: str) -> None:
    if not _KEY.fullmatch(key):
        raise NO_PHOTO


def _halt(refused: Refused) -> Halt:
    return Halt(STATUS[refused.code], refused.code, refused.say())


def _told(arrived: Arrived) -> dict[str, Any]:
    return {"size": arrived.size, "have": list(arrived.have), "whole": arrived.whole}
