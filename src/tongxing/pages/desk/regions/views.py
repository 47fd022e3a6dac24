"""A city's or a province's page, by the two or four digits of its code, and the nation's.

By six digits a county's out of the lake.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tongxing.derive.regions.board import COUNTY_DIGITS
from tongxing.derive.regions.board import region_board
from tongxing.derive.regions.county import county_out_of_lake
from tongxing.derive.regions.nation import nation_board
from tongxing.pages.desk.regions.crumbs import region_crumbs
from tongxing.pages.desk.regions.drawing import map_of
from tongxing.pages.desk.regions.drawing import nation_map
from tongxing.pages.desk.rendering import derived_page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer


@require_safe
@for_viewer
def region(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    if len(code) == COUNTY_DIGITS:
        return county(request, viewer, code)
    board = region_board(
        viewer.scope,
        code=code,
        book=viewer.book,
        as_of=viewer.as_of,
        known_at=viewer.known_at,
    )
    context = {"board": board, "map": map_of(board), "whose": board.place.name}
    return derived_page(request, viewer, "regions/region.jinja", stand=board.stand, context=context)


def county(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """One that another installation keeps; those of one's own have their place's page."""
    board = county_out_of_lake(
        viewer.scope,
        code=code,
        book=viewer.book,
        as_of=viewer.as_of,
        known_at=viewer.known_at,
    )
    above = region_crumbs(board.place.id, viewer.as_of, nation=viewer.nation)
    context = {"board": board, "regions": above, "whose": board.place.name}
    return derived_page(request, viewer, "regions/county.jinja", stand=board.stand, context=context)


@require_safe
@for_viewer
def nation(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    board = nation_board(
        viewer.scope, book=viewer.book, as_of=viewer.as_of, known_at=viewer.known_at
    )
    context = {"board": board, "map": nation_map(board), "whose": "全国"}
    return derived_page(request, viewer, "regions/nation.jinja", stand=board.stand, context=context)
