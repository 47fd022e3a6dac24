"""How the phone's API answers: JSON by orjson, and why a whole request was not answered."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils import timezone

from tongxing.actions.known import CHINA

JSON = "application/json"


class Halt(Exception):  # noqa: N818  an answer, not a fault
    """Nothing of this request was done; `code` and `say` are for the phone and its person."""

    def __init__(self, status: HTTPStatus, code: str, say: str) -> None:
        self.status, self.code, self.say = status, code, say
        super().__init__(say)


NO_KEY = Halt(
    HTTPStatus.UNAUTHORIZED,
    "no-key",
    "这部手机还没有登记，写下的内容都还在手机里。请登录一次再发送。",
)
KEY_ENDED = Halt(
    HTTPStatus.UNAUTHORIZED,
    "key-ended",
    "这部手机的登记已失效（到期、停用或修改过密码），写下的内容都还在手机里。请重新登录后再发送。",
)
OTHER_ACCOUNT = Halt(
    HTTPStatus.UNAUTHORIZED,
    "other-account",
    "这部手机现在由另一位同事登录，您写下的内容都还在手机里。请本人重新登录后再发送。",
)
NO_HEADER = Halt(HTTPStatus.FORBIDDEN, "no-header", "请求不是从手机页发出的，没有办理。")
NOT_ALLOWED = Halt(
    HTTPStatus.FORBIDDEN,
    "not-allowed",
    "您目前没有填报记录的授权，写下的内容都还在手机里。请联系县专班。",
)
UNREADABLE = Halt(
    HTTPStatus.BAD_REQUEST, "unreadable", "发送的内容没有传完整，没有写入。手机会再发一次。"
)
TOO_LARGE = Halt(
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", "一次发送的内容过多，请分几次发送。"
)
BUSY = Halt(
    HTTPStatus.SERVICE_UNAVAILABLE, "busy", "系统正忙，没有写入，内容都还在手机里。稍后会再发一次。"
)


def told(data: Any, status: int = HTTPStatus.OK, **headers: str) -> HttpResponse:
    """An answer kept by nobody unless `headers` say otherwise."""
    response = HttpResponse(orjson.dumps(data), content_type=JSON, status=status)
    response["Cache-Control"] = "no-store"
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def halted(halt: Halt) -> HttpResponse:
    return told({"code": halt.code, "say": halt.say, "now": moment(timezone.now())}, halt.status)


def moment(at: datetime) -> str:
    """A moment by the clock of China, to the second."""
    return at.astimezone(CHINA).isoformat(timespec="seconds")
