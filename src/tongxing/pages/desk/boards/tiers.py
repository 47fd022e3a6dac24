"""The page of the three tiers: which team is sent where, and under whom."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tongxing.derive.boards import tiers_board
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer


@require_safe
@for_viewer
def tiers(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """From the registry alone, so no book stands behind it."""
    board = tiers_board(viewer.scope, as_of=viewer.as_of)
    return page(request, viewer, "boards/tiers.jinja", {"board": board})
