"""Pages of whoever keeps a county's pairings; a county without a book is told so."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate
from typing import ParamSpec

from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase

from tongxing.pages.desk.manage.pairings.names import book_of
from tongxing.pages.desk.rendering import page as rendered
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import for_keeper

P = ParamSpec("P")


def for_office(
    page: Callable[Concatenate[HttpRequest, Viewer, P], HttpResponse],
) -> Callable[..., HttpResponseBase]:
    """A page about the pairings of the reader's own county."""

    def answer(
        request: HttpRequest, viewer: Viewer, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if not book_of(viewer):
            return rendered(request, viewer, "manage/pairings/no_book.jinja", {})
        return page(request, viewer, *args, **kwargs)

    update_wrapper(answer, page)
    return for_keeper("manage")(answer)
