"""由哪些记录组成: the records behind any figure, with their sum."""

from __future__ import annotations

import re

from django.http import HttpRequest
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tongxing.derive.figures import figure_behind
from tongxing.derive.traces import Trace
from tongxing.derive.traces import TraceError
from tongxing.pages.desk.errors import BadLink
from tongxing.pages.desk.rendering import derived_page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer

PAGE = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
MOST_RECORDS = 200  # a page: a county's sum of years is made of ten thousand


@require_safe
@for_viewer
def figure(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A whole page; the address is a `Trace`, so it opens the same records later."""
    page = request.GET.get("page", "1")
    if not PAGE.fullmatch(page):
        raise BadLink("页码不是数字。")
    behind = figure_behind(
        viewer.scope, trace_of(request, viewer), page=int(page), most=MOST_RECORDS
    )
    context = {"behind": behind}
    return derived_page(request, viewer, "boards/figure.jinja", stand=behind.stand, context=context)


def trace_of(request: HttpRequest, viewer: Viewer) -> Trace:
    """What the address names, as of today where it names no day; raises BadLink."""
    try:
        return Trace.parse({"as_of": viewer.as_of.isoformat(), **request.GET.dict()})
    except TraceError as error:
        raise BadLink(str(error)) from None
