"""What every page of 管理 shares: who may open it, and how a write ends."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate
from typing import ParamSpec

from django.http import HttpRequest
from django.http import HttpResponseBase

from tongxing.derive.boards import NotInView
from tongxing.pages.desk.errors import trouble
from tongxing.pages.desk.records.writing import PAST
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer
from tongxing.records.accounts.access import Verb

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Viewer, P], HttpResponseBase]


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
