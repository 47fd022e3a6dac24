"""结对 matrix: pairings by town against a duty's periods, and the records behind one cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from django.http import HttpRequest
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tongxing.derive.boards import matrix_board
from tongxing.derive.boards.matrix import MatrixFilter
from tongxing.derive.boards.matrix import Pairs
from tongxing.derive.figures import figure_behind
from tongxing.derive.traces import Trace
from tongxing.pages.desk.errors import BadLink
from tongxing.pages.desk.errors import link_part
from tongxing.pages.desk.rendering import derived_page
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer
from tongxing.rules.periods import PeriodError
from tongxing.rules.periods import span_of
from tongxing.rules.standing.tables import State

STATES: Mapping[str, State] = {
    state.name.lower().replace("_", "-"): state for state in State if state != State.NOT_OWED
}
YEARS = frozenset(str(year) for year in range(1990, 2101))


PAIRS: tuple[Pairs, ...] = get_args(Pairs)


@require_safe
@for_viewer
def matrix(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    if not viewer.book:
        return page(request, viewer, "boards/no_book.jinja", {})
    board = matrix_board(
        viewer.scope,
        book=viewer.book,
        as_of=viewer.as_of,
        known_at=viewer.known_at,
        asked=asked_by(request.GET),
    )
    context = {"board": board, "states": STATES}
    return derived_page(request, viewer, "boards/matrix.jinja", stand=board.stand, context=context)


def asked_by(given: Mapping[str, str]) -> MatrixFilter:
    """The filter an address asks for; `duty` is "plan:duty", `state` and `unit` may be several.

    Raises BadLink.
    """
    year = given.get("year", "")
    if year and year not in YEARS:
        raise BadLink(f"“{year[:40]}”不是可以查看的年份。")
    states = [one for one in given.get("state", "").split(",") if one]
    for state in states:
        if state not in STATES:
            raise BadLink(f"没有“{state[:40]}”这种状态。")
    pairs = given.get("pairs", "")
    plan, duty = _duty(given)
    return MatrixFilter(
        plan=plan,
        duty=duty,
        year=int(year) if year else 0,
        town=link_part("place", given.get("town", "")),
        unit=",".join(link_part("party", one) for one in given.get("unit", "").split(",")),
        states=frozenset(STATES[state] for state in states),
        period=_period(given.get("period", "")),
        kind=_kind(given.get("kind", "")),
        pairs=next((one for one in PAIRS if one == pairs), ""),
    )


def _period(key: str) -> str:
    """A period's key as it stands in an address; raises BadLink."""
    try:
        known = key in {"", "once"} or str(span_of(key).start.year) in YEARS
    except PeriodError:
        known = False
    if not known:
        raise BadLink(f"“{key[:40]}”不是可以查看的周期。")
    return key


def _kind(text: str) -> str:
    """A kind of pairing, "plan:kind"; raises BadLink."""
    plan, colon, kind = text.partition(":")
    return f"{link_part('plan', plan)}{colon}{link_part('duty', kind)}"


def _duty(given: Mapping[str, str]) -> tuple[str, str]:
    """The two parts of "plan:duty", or two empty ones; raises BadLink."""
    text = given.get("duty", "")
    plan, _, duty = text.partition(":")
    if text and not (plan and duty):
        raise BadLink(f"没有“{text[:40]}”这项任务。")
    return link_part("plan", plan), link_part("duty", duty)


@require_safe
@for_viewer
def cell(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The side panel: the records behind one cell of the matrix."""
    plan, duty = _duty(request.GET)
    trace = Trace(
        book=viewer.book,
        as_of=viewer.as_of,
        known_at=viewer.known_at,
        plan=plan,
        duty=duty,
        pairing=link_part("pairing", request.GET.get("pairing", "")),
        period=link_part("period", request.GET.get("period", "")),
    )
    if not trace.pairing or not trace.period:
        raise BadLink("缺少结对或周期。")
    behind = figure_behind(viewer.scope, trace)
    context = {"behind": behind, "trace": trace}
    return derived_page(request, viewer, "boards/cell.jinja", stand=behind.stand, context=context)
