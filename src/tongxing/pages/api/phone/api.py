"""The phone's API: what is asked where, and how it is described (`openapi.json`)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.http import HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE
from ninja.openapi.schema import OpenAPISchema

from tongxing.pages.api.phone.schemas import Answers
from tongxing.pages.api.phone.schemas import FileState
from tongxing.pages.api.phone.schemas import Items
from tongxing.pages.api.phone.schemas import Trouble
from tongxing.pages.api.phone.schemas import Workbook

PREFIX = "/api/phone/"
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
    urls_namespace="phone-api",
)


def _not_yet() -> HttpResponse:
    return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)


@api.get("work", response={200: Workbook, 304: None, **TROUBLES}, url_name="work")
def work(request: HttpRequest) -> HttpResponse:
    """What this account needs to work without a network."""
    del request
    return _not_yet()


@api.post("records", response={200: Answers, **TROUBLES}, url_name="records", openapi_extra=ITEMS)
def records(request: HttpRequest) -> HttpResponse:
    """Take in up to twenty records; each gets its own answer, in order."""
    del request
    return _not_yet()


@api.get("files/{sha256}", response={200: FileState, **TROUBLES, 404: Trouble}, url_name="file")
def file(request: HttpRequest, sha256: str) -> HttpResponse:
    """How much of a photo is here."""
    del request, sha256
    return _not_yet()


@api.put(
    "files/{sha256}/{n}",
    response={200: FileState, **TROUBLES, 404: Trouble, 409: Trouble, 422: Trouble},
    url_name="chunk",
    openapi_extra=CHUNK,
)
def chunk(request: HttpRequest, sha256: str, n: int) -> HttpResponse:
    """Chunk n (of 256 kB, the last may be shorter) of a photo; in any order, any number of times."""
    del request, sha256, n
    return _not_yet()


@api.post("leave", response={204: None, **TROUBLES}, url_name="leave")
def leave(request: HttpRequest) -> HttpResponse:
    """End this phone's key: what is unsent stays on the phone."""
    del request
    return _not_yet()
