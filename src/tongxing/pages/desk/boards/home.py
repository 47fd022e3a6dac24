"""工作台: what is owed, who needs a hand, what waits for me, what comes next."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tongxing.derive.boards import home_board
from tongxing.pages.desk.rendering import derived_page
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer


@require_safe
@for_viewer
def home(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    if not viewer.book:
        return page(request, viewer, "boards/no_book.jinja", {})
    board = home_board(viewer.scope, book=viewer.book, as_of=viewer.as_of, known_at=viewer.known_at)
    context = {"board": board}
    return derived_page(request, viewer, "boards/home.jinja", stand=board.stand, context=context)
