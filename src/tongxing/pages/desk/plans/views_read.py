"""Reading 方案: the list, an edition as a document, scores, 减负账, and files to take along."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from tongxing.derive.boards import NotInView
from tongxing.derive.plans.asked import AskedFilter
from tongxing.derive.plans.asked import burden_account
from tongxing.derive.plans.editions import edition_board
from tongxing.derive.plans.editions import editions_board
from tongxing.derive.plans.scores import By
from tongxing.derive.plans.scores import scores_board
from tongxing.pages.desk.errors import BadLink
from tongxing.pages.desk.errors import link_part
from tongxing.pages.desk.rendering import derived_page
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.rendering import private
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer
from tongxing.rules.plan import schema

LATEST_YEAR, EARLIEST_YEAR = 2199, 1990


@require_safe
@for_viewer
def editions(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Every edition in force, to come and past."""
    if not viewer.book:
        return page(request, viewer, "boards/no_book.jinja", {})
    board = editions_board(
        viewer.scope, book=viewer.book, as_of=viewer.as_of, known_at=viewer.known_at
    )
    context = {"board": board, "manages": manages(viewer)}
    return derived_page(request, viewer, "plans/list.jinja", stand=board.stand, context=context)


def manages(viewer: Viewer) -> bool:
    """Whether to offer what only the office does: never on a view of the past."""
    return not viewer.past and viewer.scope.may("manage", place=viewer.book, parties=())


@require_safe
@for_viewer
def edition(request: HttpRequest, viewer: Viewer, plan: str, edition: str) -> HttpResponse:
    """One edition as a document."""
    board = edition_board(
        viewer.scope,
        book=viewer.book,
        plan=plan,
        edition=edition,
        as_of=viewer.as_of,
        known_at=viewer.known_at,
    )
    context = {"board": board, "manages": manages(viewer)}
    return derived_page(request, viewer, "plans/edition.jinja", stand=board.stand, context=context)


@require_safe
@for_viewer
def text(request: HttpRequest, viewer: Viewer, plan: str, edition: str) -> HttpResponse:  # noqa: ARG001
    """The very text put in force."""
    board = edition_board(
        viewer.scope,
        book=viewer.book,
        plan=plan,
        edition=edition,
        as_of=viewer.as_of,
        known_at=viewer.known_at,
    )
    found = HttpResponse(board.text, content_type="application/toml; charset=utf-8")
    found["Content-Disposition"] = f'attachment; filename="{plan}-{edition}.toml"'
    return private(found)


@require_safe
@for_viewer
def schema_file(request: HttpRequest, viewer: Viewer) -> HttpResponse:  # noqa: ARG001
    """The JSON Schema of plans, kinds and examples, for an editor that completes keys."""
    found = JsonResponse(schema(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    found["Content-Disposition"] = 'attachment; filename="tongxing-plan.schema.json"'
    return private(found)


@require_safe
@for_viewer
def scores(request: HttpRequest, viewer: Viewer, plan: str) -> HttpResponse:
    """The year's results so far, each point with how it came about."""
    by: By = "pairing" if request.GET.get("by") == "pairing" else "unit"
    board = scores_board(
        viewer.scope,
        book=viewer.book,
        plan=plan,
        by=by,
        as_of=viewer.as_of,
        known_at=viewer.known_at,
    )
    context = {"board": board}
    return derived_page(request, viewer, "plans/scores.jinja", stand=board.stand, context=context)


@require_safe
@for_viewer
def burden(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """减负账 of a year, or of one month, duty or village of it."""
    if not viewer.book:
        return page(request, viewer, "boards/no_book.jinja", {})
    board = burden_account(
        viewer.scope,
        book=viewer.book,
        as_of=viewer.as_of,
        known_at=viewer.known_at,
        asked=_asked(request, viewer),
    )
    if board.asked.duty and board.asked.duty not in {
        f"{one.duty.plan}:{one.duty.duty}" for one in board.duties
    }:
        raise NotInView
    context = {"board": board}
    return derived_page(request, viewer, "plans/burden.jinja", stand=board.stand, context=context)


def _asked(request: HttpRequest, viewer: Viewer) -> AskedFilter:
    place = link_part("place", request.GET.get("place", ""))
    year = _number(request, "year", EARLIEST_YEAR, LATEST_YEAR) or viewer.as_of.year
    return AskedFilter(
        year=year,
        month=_number(request, "month", 1, 12),
        duty=request.GET.get("duty", ""),
        place=place,
    )


def _number(request: HttpRequest, name: str, least: int, most: int) -> int:
    """A whole number of the address, 0 when it is not given; raises BadLink."""
    given = request.GET.get(name, "")
    if not given:
        return 0
    if not (given.isascii() and given.isdecimal() and len(given) <= 4):  # noqa: PLR2004  a year
        raise BadLink("年份或月份不是数字。")
    number = int(given)
    if not least <= number <= most:
        raise BadLink(f"年份或月份须在{least}至{most}之间。")
    return number
