"""The bytes of a request: as long as told and no longer than is taken."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import UnreadablePostError

from tongxing.pages.api.phone.answering import TOO_LARGE
from tongxing.pages.api.phone.answering import UNREADABLE
from tongxing.records.evidence.parts import CHUNK

OCTETS = "application/octet-stream"
LARGEST_CHUNK = CHUNK
MOST_DIGITS = 9


def body_of(request: HttpRequest, kind: str, most: int) -> bytes:
    """The body of this media type; raises `Halt` when it is another, cut short or too long."""
    if (request.content_type or "").lower() != kind:
        raise UNREADABLE
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not _number(length):
        raise UNREADABLE
    if int(length) > most:
        raise TOO_LARGE
    try:
        body = request.read()
    except (UnreadablePostError, OSError):
        raise UNREADABLE from None
    if len(body) != int(length):
        raise UNREADABLE
    return body


def size_told(request: HttpRequest) -> int:
    """How large the whole photo is (X-Size); raises `Halt`."""
    told = request.headers.get("X-Size", "")
    if not _number(told):
        raise UNREADABLE
    return int(told)


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
