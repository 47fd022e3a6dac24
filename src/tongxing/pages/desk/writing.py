"""What all writing pages share: who may open them, and how a refusal is shown."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from functools import update_wrapper
from typing import Concatenate
from typing import ParamSpec

from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase

from tongxing.actions.errors import Problem
from tongxing.actions.errors import Refused
from tongxing.derive.boards import NotInView
from tongxing.pages.desk.errors import Trouble
from tongxing.pages.desk.errors import trouble
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer
from tongxing.records.accounts.access import Verb

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Viewer, P], HttpResponseBase]

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
INPUTS: Mapping[str, str] = {"doers": "doer"}  # by the head of a draft's field
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


def for_keeper(*verbs: Verb) -> Callable[[Page[P]], Callable[..., HttpResponseBase]]:
    """A page for those who hold one of `verbs` somewhere; to all others it does not exist.

    Which object they may touch is decided by the action, not here. Nothing is written from a
    view of the past.
    """

    def wrap(page: Page[P]) -> Callable[..., HttpResponseBase]:
        def answer(
            request: HttpRequest, viewer: Viewer, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if not any(viewer.scope.may_anywhere(verb) for verb in verbs):
                raise NotInView
            if request.method == "POST" and viewer.past:
                return trouble(request, PAST)
            return page(request, viewer, *args, **kwargs)

        update_wrapper(answer, page)
        return for_viewer(answer)

    return wrap


def errors_of(problems: Sequence[Problem]) -> dict[str, str]:
    """What an action found wrong, by the name of the input it concerns."""
    found: dict[str, str] = {}
    for one in problems:
        name = input_of(one.field)
        found[name] = f"{found[name]}{one.say()}" if name in found else one.say()
    return found


def input_of(field: str) -> str:
    """The input that holds a draft's field: "values.people" → "f.people"."""
    head, _, rest = field.partition(".")
    return f"f.{rest}" if head == "values" else INPUTS.get(head, head)
