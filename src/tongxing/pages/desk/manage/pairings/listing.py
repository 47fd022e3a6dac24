"""The list of 结对关系: running and past, by plan, town, unit and day, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tongxing.actions.cardinality import KindInForce
from tongxing.actions.cardinality import kinds_in_force
from tongxing.pages.desk.errors import BadLink
from tongxing.pages.desk.manage.pairings.names import Names
from tongxing.pages.desk.manage.pairings.names import book_of
from tongxing.pages.desk.manage.pairings.names import names_of
from tongxing.pages.desk.manage.pairings.office import for_office
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.records.ledger.queries import head_of
from tongxing.records.pairings.queries import PairingRow
from tongxing.records.pairings.queries import pairings_at

A_PAGE = 50
TOWN_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Asked:
    """What the filters say; `on` None shows past and future pairings too."""

    kind: str
    town: str
    party: str
    on: date | None
    number: int

    def fits(self, row: PairingRow) -> bool:
        return (
            (not self.kind or row.kind == self.kind)
            and (not self.town or row.place.startswith(self.town[:TOWN_DIGITS]))
            and (not self.party or self.party in dict(row.actors))
            and (self.on is None or runs(row, self.on))
        )


def runs(row: PairingRow, on: date) -> bool:
    return row.since <= on and (row.until is None or row.until > on)


@require_safe
@for_office
def listed(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Pairings of the book, those asked for; bounded queries whatever their number."""
    book = book_of(viewer)
    asked = _asked(request, viewer)
    rows = pairings_at(book, head_of(book).seq)
    found = [row for row in rows if asked.fits(row)]
    shown = found[A_PAGE * (asked.number - 1) :][:A_PAGE]
    kinds = kinds_in_force(book)
    names = names_of((*shown, *rows), viewer.today)
    context = {
        "asked": asked,
        "rows": shown,
        "total": len(found),
        "names": names,
        "kinds": _titles(rows, kinds),
        "towns": _towns(rows, names),
        "units": _units(rows, names),
        "pages": -(-len(found) // A_PAGE),
        "address": _address(request),
        "running": sum(runs(row, viewer.today) for row in rows),
    }
    return page(request, viewer, "manage/pairings/list.jinja", context)


def _asked(request: HttpRequest, viewer: Viewer) -> Asked:
    get = request.GET
    every = get.get("when") == "all"
    try:
        on = date.fromisoformat(get["on"]) if get.get("on") else viewer.today
        number = max(int(get.get("page") or 1), 1)
    except ValueError:
        raise BadLink("日期或页码读不懂。") from None
    return Asked(
        get.get("kind", ""), get.get("town", ""), get.get("party", ""), None if every else on,
        min(number, 100_000),
    )  # fmt: skip


def _titles(
    rows: Iterable[PairingRow], kinds: Mapping[str, KindInForce]
) -> tuple[tuple[str, str], ...]:
    ids = {row.kind for row in rows} | set(kinds)
    return tuple(sorted((one, title_of(one, kinds)) for one in ids))


def chosen_kind(
    kinds: Mapping[str, KindInForce], asked: str, rows: Iterable[PairingRow], on: date
) -> KindInForce | None:
    """The kind asked for, else the one most pairings run under; None when no plan has any."""
    running = Counter(row.kind for row in rows if runs(row, on))
    likely = sorted(kinds.values(), key=lambda one: -running[one.id])
    return kinds.get(asked) or next(iter(likely), None)


def title_of(kind: str, kinds: Mapping[str, KindInForce]) -> str:
    """A kind of pairing as lists name it; its id when its plan is not in force here."""
    return kinds[kind].kind.title if kind in kinds else kind


def _towns(rows: Iterable[PairingRow], names: Names) -> tuple[tuple[str, str], ...]:
    codes = {row.place[:TOWN_DIGITS].ljust(12, "0") for row in rows}
    return tuple(sorted((code, names.place(code)) for code in codes))


def _units(rows: Iterable[PairingRow], names: Names) -> tuple[tuple[str, str], ...]:
    ids = {party for row in rows for party, _ in row.actors if not party.startswith("person:")}
    return tuple(sorted(((one, names.party(one)) for one in ids), key=lambda one: one[1]))


def _address(request: HttpRequest) -> str:
    """The list's address up to the number of the page."""
    kept = [(key, value) for key, value in request.GET.items() if key != "page" and value]
    return f"{request.path}?{urlencode([*kept, ('page', '')])}"
