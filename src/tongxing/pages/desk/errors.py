"""Pages for what went wrong: what happened, that nothing was lost, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import render

from tongxing.derive.traces import TraceError
from tongxing.derive.traces import checked


class BadLink(ValueError):  # noqa: N818 - an answer to a reader, not a fault
    """An address whose parameters cannot be read; carries what to tell the user."""


def link_part(name: str, text: str) -> str:
    """A part of an address that looks as it must, or nothing; raises BadLink."""
    try:
        return checked(name, text) if text else ""
    except TraceError as problem:
        raise BadLink(str(problem)) from None


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of trouble as the page says it."""

    status: int
    title: str
    happened: str
    to_do: str


NOT_IN_VIEW = Trouble(
    404,
    "没有找到，或不在您的查看范围内",
    "您打开的内容不存在，或属于别的地方、单位，按您目前的授权不能查看。",
    "请核对链接；如确因工作需要查看，请联系县专班调整授权。也可以返回工作台继续。",
)
FORBIDDEN = Trouble(
    403,
    "您的岗位不能这样做",
    "这项操作没有执行，台账没有任何改变。",
    "如确因工作需要，请联系县专班调整授权；也可以返回工作台继续。",
)
NOT_FOUND = Trouble(
    404,
    "没有找到这一页",
    "链接可能写错了，或者这一页已经换了地址。",
    "请从工作台重新进入，或用页面上方的搜索框查找村、单位。",
)
STALE_FORM = Trouble(
    403,
    "页面停留时间过长",
    "这一页打开得太久，提交没有被接受，您的内容没有写入台账。",
    "请返回上一页，刚才填写的文字一般仍在；先复制下来，刷新那一页，再填好提交。",
)
BROKEN = Trouble(
    500,
    "系统没有完成这次操作",
    "服务器处理时出了问题，已记入日志。已经写入台账的记录不受影响。",
    "请稍后再试；如反复出现，请把时间和所在页面告诉县专班。",
)


def trouble(request: HttpRequest, what: Trouble) -> HttpResponse:
    return render(request, "desk/trouble.jinja", {"trouble": what}, status=what.status)


def bad_link(request: HttpRequest, problem: Exception) -> HttpResponse:
    """An address that cannot be read, with what is wrong in it."""
    happened = f"这个链接里有读不懂的内容：{problem}"
    what = Trouble(400, "链接不完整", happened, "请从原来的页面重新点开，或返回工作台。")
    return trouble(request, what)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return trouble(request, FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return trouble(request, NOT_FOUND)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Django's CSRF_FAILURE_VIEW."""
    return trouble(request, STALE_FORM)


def broken(request: HttpRequest) -> HttpResponse:
    return trouble(request, BROKEN)
