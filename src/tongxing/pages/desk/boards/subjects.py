"""Pages of one thing: a village or other place, a unit, a team, a pairing."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tongxing.derive.boards import pairing_board
from tongxing.derive.boards import place_board
from tongxing.derive.boards import team_board
from tongxing.derive.boards import unit_board
from tongxing.derive.boards import village_board
from tongxing.pages.desk.evidence.shown import pictures_of
from tongxing.pages.desk.regions.crumbs import region_crumbs
from tongxing.pages.desk.rendering import derived_page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer

VILLAGE_ENDING = "000"


@require_safe
@for_viewer
def place(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """A village on one page, or a town or county with its parts side by side."""
    village = not code.endswith(VILLAGE_ENDING)
    made = village_board if village else place_board
    board = made(viewer.scope, place=code, as_of=viewer.as_of, known_at=viewer.known_at)
    template = "boards/village.jinja" if village else "boards/place.jinja"
    context = {
        "board": board,
        "pictures": pictures_of(board.timeline, board.stand.seq),
        "regions": region_crumbs(code, viewer.as_of, nation=viewer.nation),
    }
    return derived_page(request, viewer, template, stand=board.stand, context=context)


@require_safe
@for_viewer
def unit(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    board = unit_board(
        viewer.scope,
        book=viewer.book,
        party=f"org:{key}",
        as_of=viewer.as_of,
        known_at=viewer.known_at,
    )
    context = {"board": board}
    return derived_page(request, viewer, "boards/unit.jinja", stand=board.stand, context=context)


@require_safe
@for_viewer
def team(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """A team with the tiers above and below it (S1)."""
    board = team_board(
        viewer.scope,
        book=viewer.book,
        party=f"team:{key}",
        as_of=viewer.as_of,
        known_at=viewer.known_at,
    )
    context = {"board": board}
    return derived_page(request, viewer, "boards/team.jinja", stand=board.stand, context=context)


@require_safe
@for_viewer
def pairing(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    board = pairing_board(viewer.scope, key=key, as_of=viewer.as_of, known_at=viewer.known_at)
    context = {"board": board}
    return derived_page(request, viewer, "boards/pairing.jinja", stand=board.stand, context=context)
