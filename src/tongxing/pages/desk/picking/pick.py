"""Suggestions while somebody types a place: a part of a page, asked for by `picker.ts`."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tongxing.pages.desk.errors import BadLink
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer
from tongxing.records.registry.codes import CODE_DIGITS
from tongxing.records.registry.place_search import LONGEST
from tongxing.records.registry.place_search import search


@require_safe
@for_viewer
def pick_place(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """`q` what was typed, `within` the place not to be left (a code or its beginning).

    Names and codes of places are public; everybody who is signed in may look them up.
    """
    within = request.GET.get("within", "")
    if within and not (within.isascii() and within.isdigit() and len(within) <= CODE_DIGITS):
        raise BadLink("“within”不是区划代码。")
    typed = request.GET.get("q", "").strip()[:LONGEST]
    found = search(typed, near=viewer.book, inside=within, on=viewer.as_of)
    context = {"found": found, "typed": typed}
    return page(request, viewer, "parts/picked.jinja", context)
