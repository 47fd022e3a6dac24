"""What all writing pages share: who may open them, and how a refusal is shown."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from functools import update_wrapper
from typing import Concatenate
from typing import ParamSpec

from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase

from tongxing.actions.errors import Refused
from tongxing.pages.desk.errors import Trouble
from tongxing.pages.desk.errors import trouble
from tongxing.pages.desk.records.entry import errors_of
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer
from tongxing.records.accounts.access import Verb

P = ParamSpec("P")

PAST = Trouble(
    409,
    "历史视图只能查看",
    "您正在看过去某一天或某一时刻的情况，这里不能录入和更正，没有写入任何内容。",
    "请先回到今天，再进入录入或更正。",
)
READ_ONLY = Trouble(
    403,
    "您的岗位只查看、不录入",
    "按目前的授权，您可以查看记录，不能录入。",
    "如确需录入，请联系县专班调整授权；也可以请承办单位录入。",
)
STATUS: Mapping[str, int] = {"not-allowed": 403, "not-found": 404, "conflict": 409}
UNFIT = 422
WRITES: tuple[Verb, ...] = ("append", "append-for", "assess", "correct", "withdraw")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A write that was not done: what to say above the form and at its inputs."""

    notice: str
    errors: Mapping[str, str]
    status: int


def refusal_of(refused: Refused) -> Refusal:
    errors = errors_of(refused.problems)
    notice = "还有内容需要修改，您填写的都还在，改好后再提交。" if errors else refused.say()
    return Refusal(notice, errors, STATUS.get(refused.code, UNFIT))


def for_writer(
    page: Callable[Concatenate[HttpRequest, Viewer, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page that writes: never from a past view, only for those who may write anywhere."""

    def answer(
        request: HttpRequest, viewer: Viewer, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if viewer.past:
            return trouble(request, PAST)
        if not any(viewer.scope.may_anywhere(verb) for verb in WRITES):
            return trouble(request, READ_ONLY)
        return page(request, viewer, *args, **kwargs)

    update_wrapper(answer, page)
    return for_viewer(answer)
