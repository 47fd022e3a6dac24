"""The phone's API: what is asked where, and how it is described (`openapi.json`)."""

from __future__ import annotations

import logging
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import InterfaceError
from django.db import OperationalError
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.utils.decorators import decorator_from_middleware
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.schema import REF_TEMPLATE
from ninja.openapi.schema import OpenAPISchema

from tongxing.actions.errors import NotFound
from tongxing.actions.phone_keys import end_phone_key
from tongxing.pages.api.phone.answering import BUSY
from tongxing.pages.api.phone.answering import JSON
from tongxing.pages.api.phone.answering import NOT_ALLOWED
from tongxing.pages.api.phone.answering import TOO_LARGE
from tongxing.pages.api.phone.answering import UNREADABLE
from tongxing.pages.api.phone.answering import Halt
from tongxing.pages.api.phone.answering import halted
from tongxing.pages.api.phone.answering import told
from tongxing.pages.api.phone.bodies import LARGEST_CHUNK
from tongxing.pages.api.phone.bodies import OCTETS
from tongxing.pages.api.phone.bodies import body_of
from tongxing.pages.api.phone.bodies import size_told
from tongxing.pages.api.phone.files import state_of
from tongxing.pages.api.phone.files import taken_in
from tongxing.pages.api.phone.handing_in import answers
from tongxing.pages.api.phone.keyed import Phone
from tongxing.pages.api.phone.keyed import PhoneKey
from tongxing.pages.api.phone.keyed import from_phone
from tongxing.pages.api.phone.limits import LARGEST_BODY
from tongxing.pages.api.phone.schemas import Answers
from tongxing.pages.api.phone.schemas import FileState
from tongxing.pages.api.phone.schemas import Items
from tongxing.pages.api.phone.schemas import Trouble
from tongxing.pages.api.phone.schemas import Workbook
from tongxing.pages.api.phone.work import etag_of
from tongxing.pages.api.phone.work import seen_books
from tongxing.pages.api.phone.work import workbook
from tongxing.pages.desk.access.session import leave as leave_desk
from tongxing.pages.outbox.reading import TooMany
from tongxing.pages.outbox.reading import Unreadable
from tongxing.pages.outbox.reading import read_items

LOG = logging.getLogger(__name__)
PREFIX = "/api/phone/"
KEPT_BY_PHONE = "private, no-cache"
TROUBLES: dict[Any, Any] = {400: Trouble, 401: Trouble, 403: Trouble, 413: Trouble, 503: Trouble}
ITEMS = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Items"}}},
    }
}
CHUNK = {
    "parameters": [
        {"in": "header", "name": "X-Size", "required": True, "schema": {"type": "integer"}}
    ],
    "requestBody": {"required": True, "content": {"application/octet-stream": {}}},
}


class PhoneAPI(NinjaAPI):
    """Bodies are read item by item, so that one bad item never blocks the rest.

    Hence what is sent stands in no handler's signature and is described here.
    """

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: Any = None
    ) -> OpenAPISchema:
        del path_prefix, path_params
        schema = super().get_openapi_schema(path_prefix=PREFIX.lstrip("/"), path_params={})
        sent = Items.model_json_schema(ref_template=REF_TEMPLATE)
        parts = sent.pop("$defs")
        schema["components"]["schemas"].update({**parts, "Items": sent})
        return schema


api = PhoneAPI(
    title="同兴手机页接口",
    version="1",
    description="手机页用自己的凭据（手机登记）调用：读本人的工作簿，记录和更正，续传照片。",
    docs_url=None,
    auth=PhoneKey(),
    urls_namespace="phone-api",
)


@api.exception_handler(Halt)
def _halted(request: HttpRequest, halt: Halt) -> HttpResponse:
    del request
    return halted(halt)


@api.exception_handler(ValidationError)
def _unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """An address that names no chunk."""
    del request, error
    return halted(UNREADABLE)


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
@api.exception_handler(OSError)
def _busy(request: HttpRequest, error: Exception) -> HttpResponse:
    """The database does not answer, too many write at once, or the disk is full.

    Nothing was taken in, and the phone keeps everything.
    """
    LOG.error("phone: %s: %s", request.path, error)
    return halted(BUSY)


@api.get("work", response={200: Workbook, 304: None, **TROUBLES}, url_name="work")
def work(request: HttpRequest) -> HttpResponse:
    """What this account needs to work without a network."""
    if not phone_of(request).granted:
        raise NOT_ALLOWED
    phone, seen = seen_books(phone_of(request))
    etag = etag_of(phone, seen)
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(
            status=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag, "Cache-Control": KEPT_BY_PHONE}
        )
    return told(workbook(phone, seen, etag), ETag=etag, Cache_Control=KEPT_BY_PHONE)


@api.post("records", response={200: Answers, **TROUBLES}, url_name="records", openapi_extra=ITEMS)
def records(request: HttpRequest) -> HttpResponse:
    """Take in up to twenty records; each gets its own answer, in order."""
    try:
        items = read_items(body_of(request, JSON, LARGEST_BODY))
    except Unreadable:
        raise UNREADABLE from None
    except TooMany:
        raise TOO_LARGE from None
    phone = phone_of(request)
    with from_phone(request, phone):
        return told(answers(phone, items))


@api.get(
    "files/{sha256}",
    response={200: FileState, **TROUBLES, 404: Trouble, 409: Trouble},
    url_name="file",
)
def file(request: HttpRequest, sha256: str) -> HttpResponse:
    """How much of a photo is here."""
    phone = phone_of(request)
    with from_phone(request, phone):
        return told(state_of(phone, sha256))


@api.put(
    "files/{sha256}/{n}",
    response={200: FileState, **TROUBLES, 404: Trouble, 409: Trouble, 422: Trouble},
    url_name="chunk",
    openapi_extra=CHUNK,
)
def chunk(request: HttpRequest, sha256: str, n: int) -> HttpResponse:
    """Chunk n (of 256 kB, the last may be shorter) of a photo; in any order, as often as needed."""
    phone = phone_of(request)
    size = size_told(request)
    data = body_of(request, OCTETS, LARGEST_CHUNK)
    with from_phone(request, phone):
        return told(taken_in(phone, sha256, size, n, data))


@api.post("leave", response={204: None, **TROUBLES}, url_name="leave")
def leave(request: HttpRequest) -> HttpResponseBase:
    """End this phone's key, and a session at the desk with it: the phone goes to somebody else.

    What is unsent stays on the phone. Whoever enrolled here had to sign in at the desk for it.
    """
    phone = phone_of(request)
    with from_phone(request, phone):
        with suppress(NotFound):  # ended at this very moment
            end_phone_key(acting=phone.scope, at=phone.at, phone=phone.carrier.key)
        response = _left_the_desk(request)
    response.delete_cookie(settings.PHONE_COOKIE_NAME, path=PREFIX, samesite="Strict")
    return response


@decorator_from_middleware(SessionMiddleware)
def _left_the_desk(request: HttpRequest) -> HttpResponse:
    return leave_desk(request, HttpResponse(status=HTTPStatus.NO_CONTENT))


def phone_of(request: HttpRequest) -> Phone:
    """Whose phone asks, as `PhoneKey` found."""
    found: Phone = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    return found
